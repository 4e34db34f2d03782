"""Rich text on its way between installations: few tags, one way of writing them, links by what they lead to.

Here a link to a page of the site names its number (`id`), in a pack it names the item (`item`). Whatever comes in is
cleaned by nh3 first, so what the patterns below meet is well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import nh3

TAGS = {"p", "ul", "ol", "li", "b", "i", "strong", "em", "a", "br", "h2", "h3", "h4", "hr", "sub", "sup"}
SCHEMES = {"http", "https", "mailto", "tel"}
TWINS = {"strong": "b", "em": "i"}
MOST_READINGS = 5
INSIDE = ("page", "document")
# What XML, PostgreSQL or a screen cannot keep: controls, halves of a character, and two that are no characters.
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
TWIN = re.compile(r"<(/?)(strong|em)>")
AROUND = re.compile(r"\s*(</?(?:p|ul|ol|li|h2|h3|h4|hr|br)>)\s*")

# Given `page` or `document` and what a link names, returns what it shall name; None takes the link off its words.
Renamer = Callable[[str, str], str | None]


def as_carried(html: str, rename: Renamer) -> str:
    """Return an editor's HTML as a pack carries it."""
    return _rewritten(html, "id", "item", rename)


def as_checked(html: str, rename: Renamer) -> str:
    """Return HTML that a pack carries, cleaned of everything else, its links led to what is known here."""
    return _rewritten(html, "item", "item", rename)


def as_stored(html: str, rename: Renamer) -> str:
    """Return checked HTML as an editor keeps it."""
    return _rewritten(html, "item", "id", rename)


def _rewritten(html: str, named: str, names: str, rename: Renamer) -> str:
    cleaned = _cleaned(UNKEEPABLE.sub("", html))
    cleaned = TWIN.sub(lambda match: f"<{match[1]}{TWINS[match[2]]}>", cleaned)
    cleaned = LINK.sub(lambda match: _link(match, named, names, rename), cleaned)
    return AROUND.sub(r"\1", re.sub(r"[ \t\r\n\f]+", " ", cleaned)).strip()


def _cleaned(html: str) -> str:
    """Return HTML with the tags we keep, written so that reading it again gives the same.

    Once is not enough: a heading opened inside a link inside a heading is put right only when it is read again.
    """
    for _ in range(MOST_READINGS):
        attributes = {"a": {"href", "linktype", "id", "item"}}
        cleaned = nh3.clean(html, tags=TAGS, attributes=attributes, url_schemes=SCHEMES, link_rel=None)
        if cleaned == html:
            break
        html = cleaned
    return html


def _link(match: re.Match[str], named: str, names: str, rename: Renamer) -> str:
    attributes = dict(ATTRIBUTE.findall(match[1]))
    words, kind = match[2], attributes.get("linktype", "")
    if not kind:
        return f'<a href="{attributes["href"]}">{words}</a>' if attributes.get("href") else words
    wanted = rename(kind, unescape(attributes.get(named, ""))) if kind in INSIDE else None
    if wanted is None:
        return words
    return f'<a linktype="{kind}" {names}="{wanted}">{words}</a>'
