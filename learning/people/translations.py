"""What of the interface can be translated: the words marked in templates and code, and what stands unmarked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Template
from django.template.base import Lexer, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

CODE = ("config", "framework", "learning")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
# Every template is held to be marked by a test, but for these: what authors meet stays in English with /cms/.
UNMARKED = (
    *("*/cms/*", "assessment/bank/*", "sharing/*", "wagtailadmin/*", "wagtailcore/*", "wagtailusers/*"),
    # Of authoring/ only what stands in /cms/: a review is read by people who never go there.
    *("authoring/check.html", "authoring/reading.html", "authoring/release.html", "authoring/starting/*"),
    *("authoring/_difference.html", "authoring/_finding.html", "authoring/_gate_summary.html"),
)
SPOKEN = {"aria-label", "placeholder", "title", "alt"}
SILENT = {"script", "style", "svg"}
NAMES = {"Golden Thread"}
HIDDEN = "\x00"  # where a template puts a value
IN_TAG = re.compile(r"""(?<!\w)_\((["'])(.+?)\1\)""")
LITERAL = re.compile(r"""(["'])(.*?)\1""")
LIKE_WORDS = re.compile(r"[a-z]{2} [a-z]{2}|^[A-Z][a-z]+$")
# Tags whose texts are marked already, or are names of files, addresses and choices.
WORDLESS_TAGS = {"translate", "if", "elif", "url", "static", "extends", "load", "block", "querystring"}

Message = tuple[str, str]  # the words, and their plural where they have one


def templates_folder() -> Path:
    return Path(settings.BASE_DIR) / "templates"


def template_files() -> list[Path]:
    folder = templates_folder()
    return sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")])


def marked_templates() -> list[Path]:
    """Return every template in which each word that a reader meets has to be marked (docs/languages.md)."""
    folder = templates_folder()
    return [path for path in template_files() if not _is_unmarked(path.relative_to(folder).as_posix())]


def _is_unmarked(path: str) -> bool:
    return any(fnmatch(path, pattern) for pattern in UNMARKED)


def messages() -> set[Message]:
    """Return every text that is marked for translation, in templates and in code."""
    found: set[Message] = set()
    for path in template_files():
        text = path.read_text(encoding="utf-8")
        found.update(_in_tags(text))
        if "i18n" in text:
            found.update(_in_template(Template(text)))
    for folder in CODE:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.py")):
            found.update(_in_code(path.read_text(encoding="utf-8")))
    return found


def _in_template(template: Any) -> Iterator[Message]:
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        if node.filter_expression.var.literal:  # else it stands in a variable, and is marked where it is written
            yield str(node.filter_expression.var.literal).replace("%", "%%"), ""
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        yield _words(node, node.singular), _words(node, node.plural) if node.plural else ""


def _in_tags(source: str) -> Iterator[Message]:
    """Yield what is marked inside a tag or a filter: {% state "MET" _("Holds") %}."""
    for token in Lexer(source).tokenize():
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from ((words, "") for _, words in IN_TAG.findall(token.contents))


def _words(node: Any, tokens: list[Any]) -> str:
    return str(node.render_token_list(tokens)[0])


def _in_code(source: str) -> Iterator[Message]:
    if not any(f"{call}(" in source for call in CALLS):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if texts:
                yield texts[0], texts[1] if node.func.id in PLURAL_CALLS and len(texts) > 1 else ""


def unmarked_words(source: str) -> list[str]:
    """Return what a reader of this template would meet that no translation can reach."""
    reader = _Reader()
    reader.feed(re.sub(rf"(</?[a-z]+){HIDDEN}", r"\1", "".join(_visible(source))))  # <h{{ level }}> is a heading
    reader.close()
    return reader.found + list(_unmarked_in_tags(source))


def _unmarked_in_tags(source: str) -> Iterator[str]:
    """Yield the words that a tag or a filter is given unmarked: {{ number|pluralize }}, {% state "MET" "Holds" %}."""
    inside = 0
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK:
            inside += {"comment": 1, "endcomment": -1}.get(name, 0)
        if inside or token.token_type not in {TokenType.BLOCK, TokenType.VAR} or name in WORDLESS_TAGS:
            continue
        rest = IN_TAG.sub("", token.contents)
        yield from (words for _, words in LITERAL.findall(rest) if LIKE_WORDS.search(words))
        if "|pluralize" in rest or "|yesno" in rest:
            yield token.contents


def _visible(source: str) -> Iterator[str]:
    """Yield the text of a template with everything that is translated, or that is a value, taken out."""
    inside = 0
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK:
            inside += {"blocktranslate": 1, "endblocktranslate": -1, "comment": 1, "endcomment": -1}.get(name, 0)
        elif token.token_type == TokenType.VAR:
            yield HIDDEN
        elif token.token_type == TokenType.TEXT and not inside:
            yield token.contents


class _Reader(HTMLParser):
    """Collects the words between tags, and those that are read out. A part marked with its own language is content."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in SILENT or (given.get("lang") or "").startswith(("cy", "en"))
        if not silent and not self._is_silent():
            self._note(*(given.get(name) or "" for name in SPOKEN))
        if tag not in {"input", "meta", "link", "img", "br", "path", "circle", "rect"}:
            self.open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_silent():
            self._note(data)

    def _is_silent(self) -> bool:
        return any(silent for _, silent in self.open)

    def _note(self, *texts: str) -> None:
        for text in texts:
            rest = text.replace(HIDDEN, " ")
            for name in NAMES:
                rest = rest.replace(name, "")
            if re.search(r"[A-Za-z]{2}", rest):
                self.found.append(" ".join(rest.split()))
