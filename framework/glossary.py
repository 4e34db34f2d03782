"""Finds the words of a glossary in finished HTML and makes the first of each explain itself. Pure: text in, text out.

The HTML is read by the standard library's parser, and links are set into it at the places the parser names: every
other byte stays as it was, so nothing that was clean before can be unclean afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import accumulate, pairwise

WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
LONGEST_ABBREVIATION = 6

# Inside these a word is a name, a control, a picture or somebody's own, not a word to explain.
LEFT_ALONE = {
    *("a", "button", "summary", "label", "legend", "nav", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("code", "pre", "script", "style", "textarea", "select", "option", "svg", "math", "title", "template"),
    *("iframe", "object", "noscript", "cite", "blockquote"),
}
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"),
}


@dataclass(frozen=True)
class Term:
    """A word with its explanation, where it stands on the glossary page, and every way in which it is written."""

    anchor: str
    term: str
    forms: tuple[str, ...]
    explanation: str


@dataclass(frozen=True)
class _Phrase:
    words: tuple[str, ...]
    is_exact: bool
    term: Term

    def starts(self, text: str, words: Sequence[re.Match[str]]) -> bool:
        """Answer whether a text's words begin with this phrase, with nothing but space between them."""
        here = words[: len(self.words)]
        said = tuple(word.group() if self.is_exact else word.group().casefold() for word in here)
        gaps = (text[one.end() : two.start()] for one, two in pairwise(here))
        return said == self.words and all(gap.isspace() for gap in gaps)


class Glossary:
    """Terms, ready to be found in a text however many they are."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_first_word: dict[str, list[_Phrase]] = {}
        for term in terms:
            for phrase in _phrases(term):
                self._by_first_word.setdefault(phrase.words[0].casefold(), []).append(phrase)
        for phrases in self._by_first_word.values():
            phrases.sort(key=lambda phrase: -len(phrase.words))

    def find(self, text: str) -> Iterator[tuple[int, int, Term]]:
        """Yield where terms stand in a text: of several that begin at one place, the longest."""
        words = list(WORD.finditer(text))
        place = 0
        while place < len(words):
            phrases = self._by_first_word.get(words[place].group().casefold(), [])
            found = next((phrase for phrase in phrases if phrase.starts(text, words[place:])), None)
            if found is None:
                place += 1
                continue
            last = words[place + len(found.words) - 1]
            yield words[place].start(), last.end(), found.term
            place += len(found.words)


def _phrases(term: Term) -> Iterator[_Phrase]:
    for form in term.forms:
        is_exact = form.isupper() and len(form) <= LONGEST_ABBREVIATION
        for ending in ("", "s", "’s", "'s"):
            written = form + ending if is_exact else (form + ending).casefold()
            words = tuple(WORD.findall(written))
            if words:
                yield _Phrase(words, is_exact, term)


@dataclass(frozen=True)
class Explained:
    """Fragments in which the first of each term is a link to its explanation, and the terms that were found."""

    fragments: tuple[str, ...]
    terms: tuple[Term, ...]


def explain(
    fragments: Iterable[str], glossary: Glossary, *, address: str, leave_out: Collection[str] = ()
) -> Explained:
    """Mark the first of each term over all fragments of one page. `leave_out` names terms, such as the page's title."""
    seen = {name.casefold() for name in leave_out}
    found: list[Term] = []
    marked = []
    for fragment in fragments:
        finder = _Finder(fragment, glossary, seen)
        marked.append(_set_links(fragment, finder.hits, address))
        found += [term for _, _, term in finder.hits]
    return Explained(tuple(marked), tuple(found))


def _set_links(html: str, hits: Sequence[tuple[int, int, Term]], address: str) -> str:
    parts, end = [], 0
    for start, stop, term in hits:
        parts += [html[end:start], _link(html[start:stop], term, address)]
        end = stop
    return "".join([*parts, html[end:]])


def _link(words: str, term: Term, address: str) -> str:
    anchor = escape(term.anchor)
    href = f"{escape(address)}#{anchor}"
    return f'<a class="gt-term" href="{href}" data-term="{anchor}" aria-describedby="term-{anchor}">{words}</a>'


class _Finder(HTMLParser):
    """Walks a fragment and notes where a term not yet seen stands in plain text."""

    def __init__(self, html: str, glossary: Glossary, seen: set[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.hits: list[tuple[int, int, Term]] = []
        self._html, self._glossary, self._seen = html, glossary, seen
        self._open: list[str] = []
        self._left_alone = 0
        self._line_starts = [0, *accumulate(len(line) for line in html.split("\n"))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
            self._left_alone += tag in LEFT_ALONE

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take `<br/>` as it is meant; `<a/>` opens a link all the same, as it does in a browser."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open:
            closed = self._open.pop()
            self._left_alone -= closed in LEFT_ALONE
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._left_alone:
            return
        line, column = self.getpos()
        start = self._line_starts[line - 1] + (line - 1) + column
        if self._html[start : start + len(data)] != data:
            return  # the parser put it together from several places: better no link than one at the wrong place
        for begins, ends, term in self._glossary.find(data):
            if term.term.casefold() not in self._seen:
                self._seen.add(term.term.casefold())
                self.hits.append((start + begins, start + ends, term))
