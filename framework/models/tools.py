from __future__ import annotations

import json
from typing import Any

from csp.constants import NONE
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from framework.handbook.content import Section
from framework.handbook.tools import tool_sections
from framework.models.pages import lines
from framework.models.sheets import SheetBlocks, keys_of
from framework.models.site import ReviewedPage, SitePage, SourceBlock
from framework.tools.smart import SMART, rule_as_data


class ToolPage(SitePage):
    """A tool or job aid that works in the hand, on a phone and on paper, and stores nothing about anyone.

    Its kind picks the template, and with it the script that thinks along; the sheet is the form itself.
    """

    class Kind(models.TextChoices):
        SHEET = "sheet", "A sheet to fill in"
        CHECKLIST = "preparation-checklist", "Preparation checklist"
        STRENGTHS = "strengths-map", "Strengths map"
        SMART = "smart-outcome-builder", "SMART outcome builder"
        THREAD = "golden-thread-check", "Golden-thread check"
        REVIEW = "joint-review-record", "Joint review record"
        AGENDA = "outcome-review-agenda", "Outcome-review agenda"

    # What the script of a kind looks for on the sheet.
    KEYS: dict[str, set[str]] = {
        Kind.CHECKLIST: {"preparation"},
        Kind.SMART: {letter.key for letter in SMART},
        Kind.THREAD: {"threads"},
        Kind.AGENDA: {"start", "items"},
    }

    FORMS_OF_THE_FRAME = ("account_logout", "search:search", "people:language")  # in the header and the footer

    kind = models.CharField(max_length=40, choices=Kind.choices, default=Kind.SHEET)
    minutes = models.PositiveSmallIntegerField(
        "minutes it takes", default=15, validators=[MinValueValidator(1)], help_text="With a person or a team"
    )
    when_to_use = lines()
    how_to_use = lines()
    sheet = StreamField(SheetBlocks(), blank=True)
    sources = StreamField([("source", SourceBlock())], blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("minutes")]),
        FieldPanel("when_to_use"),
        FieldPanel("how_to_use"),
        FieldPanel("sheet"),
        FieldPanel("elements"),
        FieldPanel("evidence"),
        FieldPanel("sources"),
        ReviewedPage.review_panel,
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("sheet")]

    def clean(self) -> None:
        super().clean()
        missing = self.KEYS.get(self.kind, set()) - set(keys_of(self.sheet))
        if missing:
            words = f"A {self.get_kind_display().lower()} needs these keys on its sheet: {', '.join(sorted(missing))}."
            raise ValidationError({"sheet": words})

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return f"framework/tools/{self.kind}.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if self.kind == self.Kind.SMART:
            context["letters"] = SMART
            context["rule"] = json.dumps(rule_as_data())
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page so that it can send nothing: no script may connect, and only the frame's forms may post."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        header = [request.build_absolute_uri(reverse(name)) for name in self.FORMS_OF_THE_FRAME]
        response._csp_replace = {"connect-src": [NONE], "form-action": header}  # type: ignore[attr-defined]
        return response

    def handbook_sections(self, site: str) -> list[Section]:
        """Return when and how to use it, and its questions, for a handbook."""
        return tool_sections(self)
