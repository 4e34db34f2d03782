from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from framework.queries import explain_terms, glossary_fingerprint
from learning.people.permissions import frameworks_open_to

register = template.Library()


class ExplainTerms(template.Node):
    """Renders what stands inside, and lets the first of each of the reader's glossary terms explain itself."""

    child_nodelists = ("inside",)  # so that what stands inside is found, such as the words to be translated

    def __init__(self, inside: NodeList, leave_out: FilterExpression | None) -> None:
        self.inside, self.leave_out = inside, leave_out

    def render(self, context: template.Context) -> SafeString:
        html = self.inside.render(context)
        account = getattr(context.get("request"), "user", None)
        if account is None or not account.is_authenticated:
            return html
        title = str(self.leave_out.resolve(context)) if self.leave_out else ""
        shown = explain_terms((html,), glossary_fingerprint(frameworks_open_to(account)), (title,))
        notes: Any = render_to_string("framework/_terms.html", {"terms": shown.terms})
        return mark_safe(shown.fragments[0] + notes)  # noqa: S308 - rendered templates, with escaped links set in


@register.tag("explain_terms")
def do_explain_terms(parser: Parser, token: Token) -> ExplainTerms:
    """Explain terms up to `endexplain_terms`; a term given as argument, such as the page's title, is left alone."""
    arguments = token.split_contents()[1:]
    inside = parser.parse(("endexplain_terms",))
    parser.delete_first_token()
    return ExplainTerms(inside, parser.compile_filter(arguments[0]) if arguments else None)
