from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from framework.handbook.catalogue import case_study_sections
from framework.handbook.content import Section
from framework.models.pages import PLAIN_TEXT, lines, lines_of
from framework.models.practice_models import PracticeModelPage
from framework.models.site import ReviewedPage, SitePage, SourceBlock


class CaseStudyPage(SitePage):
    """Practice that somebody did: context, model, strategy, enablers, results, and what can be carried over."""

    named_as = models.CharField(
        "what this is",
        max_length=300,
        default="",
        help_text="Say plainly where it comes from, such as: a published operational example. It names no place",
    )
    situation = RichTextField("context", features=PLAIN_TEXT, default="")
    way_of_working = RichTextField(
        "model", features=PLAIN_TEXT, default="", help_text="The way of working that was used"
    )
    practice_model = models.ForeignKey(
        PracticeModelPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="case_studies"
    )
    strategy = RichTextField("strategy", features=PLAIN_TEXT, default="", help_text="What they did, step by step")
    enablers = lines()
    results = RichTextField("results", features=PLAIN_TEXT, default="")
    not_known = lines()
    questions_for_transfer = lines()
    sources = StreamField([("source", SourceBlock())], blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("named_as"),
        FieldPanel("summary"),
        FieldPanel("elements"),
        FieldPanel("situation"),
        MultiFieldPanel([FieldPanel("way_of_working"), FieldPanel("practice_model")], heading="Model"),
        FieldPanel("strategy"),
        FieldPanel("enablers", heading="Enablers: what made it possible"),
        FieldPanel("results"),
        FieldPanel("not_known", heading="What we do not know"),
        FieldPanel("questions_for_transfer", heading="Questions for transfer"),
        FieldPanel("sources"),
        FieldPanel("evidence"),
        ReviewedPage.review_panel,
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("situation"),
        index.SearchField("strategy"),
        index.SearchField("results"),
    ]

    def handbook_sections(self, site: str) -> list[Section]:
        """Return what this page adds to a handbook."""
        return case_study_sections(self, site)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["practice_models"] = [self.practice_model] if self.practice_model and self.practice_model.live else []
        context["enablers"] = lines_of(self.enablers)
        context["not_known"] = lines_of(self.not_known)
        context["questions"] = lines_of(self.questions_for_transfer)
        return context
