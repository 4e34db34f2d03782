"""What of the interface can be translated: the words marked in templates and code, and what stands unmarked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Template
from django.template.base import Lexer, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

CODE = ("config", "framework", "learning")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
# Templates in which every word that a reader meets is marked: a test holds them to it (docs/languages.md).
MARKED = (
    *("base.html", "400.html", "403.html", "404.html", "405.html", "429.html", "500.html"),
    *("components/*.html", "account/*.html", "people/*.html", "jobs/*.html"),
    *("readiness/home.html", "search/search.html", "content/sibling.html", "content/_also_in.html"),
    *("enrolment/catalogue.html", "enrolment/induction.html", "enrolment/module.html", "enrolment/lesson.html"),
)
SPOKEN = {"aria-label", "placeholder", "title", "alt"}
SILENT = {"script", "style", "svg"}
NAMES = {"Golden Thread"}
HIDDEN = "\x00"  # where a template puts a value

Message = tuple[str, str]  # the words, and their plural where they have one


def templates_folder() -> Path:
    return Path(settings.BASE_DIR) / "templates"


def marked_templates() -> list[Path]:
    folder = templates_folder()
    return sorted({path for pattern in MARKED for path in folder.glob(pattern)})


def messages() -> set[Message]:
    """Return every text that is marked for translation, in templates and in code."""
    found: set[Message] = set()
    for path in sorted(templates_folder().rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "i18n" in text:
            found.update(_in_template(Template(text)))
    for folder in CODE:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.py")):
            found.update(_in_code(path.read_text(encoding="utf-8")))
    return found


def _in_template(template: Any) -> Iterator[Message]:
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        yield str(node.filter_expression.var.literal), ""
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        yield _words(node, node.singular), _words(node, node.plural) if node.plural else ""


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
    reader.feed("".join(_visible(source)))
    reader.close()
    return reader.found


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
