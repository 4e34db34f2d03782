"""Rich text from its HTML: the tree is walked, known tags become structure, everything else stays plain text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from framework.handbook.content import Block, Listing, Paragraph, Run

STRONG, EM = {"strong", "b", "h1", "h2", "h3", "h4", "h5", "h6"}, {"em", "i"}
LISTS = {"ul", "ol"}
BREAKS = {"p", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "section", "article"}
UNSEEN = {"script", "style", "template", "iframe", "object", "noscript"}
SCHEMES = {"http", "https", "mailto"}
DEEPEST = 6  # lists in lists; what lies deeper is told at this depth


def blocks_of(html: str, *, site: str = "") -> tuple[Block, ...]:
    """Return the paragraphs and lists of an HTML fragment. Relative links are completed with the site's address."""
    walker = _Walker(site)
    walker.feed(html)
    walker.close()
    return walker.finish()


@dataclass
class _OpenList:
    """A list that is being read, and where its items' text goes meanwhile."""

    ordered: bool
    items: list[tuple[Block, ...]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def end_item(self) -> None:
        if self.blocks:
            self.items.append(tuple(self.blocks))
            self.blocks = []


class _Walker(HTMLParser):
    def __init__(self, site: str) -> None:
        super().__init__(convert_charrefs=True)
        self.site = site
        self.blocks: list[Block] = []
        self.lists: list[_OpenList] = []
        self.runs: list[Run] = []
        self.strong = self.em = self.unseen = self.too_deep = 0
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag in LISTS:
            self._begin_list(tag)
        elif tag == "li":
            self._end_item()
        elif tag == "br":
            self.runs.append(Run("\n"))
        elif tag == "a":
            self.links.append(self._address(dict(attrs).get("href") or ""))
        elif tag in BREAKS:
            self._end_paragraph()
        self._look(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in LISTS:
            self._end_list()
        elif tag == "li":
            self._end_item()
        elif tag == "a" and self.links:
            self.links.pop()
        elif tag in BREAKS:
            self._end_paragraph()
        self._look(tag, -1)

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if self.unseen or not data:
            return
        text = (" " if data[0].isspace() else "") + text + (" " if text and data[-1].isspace() else "")
        if text.strip() or (text and self.runs):
            link = self.links[-1] if self.links else ""
            self.runs.append(Run(text, self.strong > 0, self.em > 0, link))

    def finish(self) -> tuple[Block, ...]:
        while self.lists:
            self._end_list()
        self._end_paragraph()
        return tuple(self.blocks)

    def _look(self, tag: str, change: int) -> None:
        if tag in STRONG:
            self.strong = max(0, self.strong + change)
        if tag in EM:
            self.em = max(0, self.em + change)

    def _address(self, href: str) -> str:
        """Return where a link leads; nothing when it is not a plain web or mail address."""
        try:
            address = urljoin(self.site, href.strip()) if href.strip() else ""
            scheme = urlsplit(address).scheme
        except ValueError:
            return ""
        return address if scheme in SCHEMES else ""

    def _place(self) -> list[Block]:
        return self.lists[-1].blocks if self.lists else self.blocks

    def _begin_list(self, tag: str) -> None:
        self._end_paragraph()
        if len(self.lists) >= DEEPEST:
            self.too_deep += 1
        else:
            self.lists.append(_OpenList(tag == "ol"))

    def _end_list(self) -> None:
        self._end_item()
        if self.too_deep:
            self.too_deep -= 1
        elif self.lists:
            done = self.lists.pop()
            if done.items:
                self._place().append(Listing(tuple(done.items), done.ordered))

    def _end_item(self) -> None:
        self._end_paragraph()
        if self.lists:
            self.lists[-1].end_item()

    def _end_paragraph(self) -> None:
        runs, self.runs = self.runs, []
        if any(run.text.strip() for run in runs):
            self._place().append(Paragraph(_trimmed(runs)))


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Return runs without white space at either end."""
    while not runs[0].text.strip():
        runs = runs[1:]
    while not runs[-1].text.strip():
        runs = runs[:-1]
    first = runs[0]
    runs[0] = Run(first.text.lstrip(), first.strong, first.em, first.link)
    last = runs[-1]
    runs[-1] = Run(last.text.rstrip(), last.strong, last.em, last.link)
    return tuple(runs)
