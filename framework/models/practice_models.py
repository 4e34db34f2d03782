from __future__ import annotations

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.blocks import CharBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from framework.handbook.catalogue import practice_model_sections
from framework.handbook.content import Section
from framework.models.frameworks import Element
from framework.models.pages import PLAIN_TEXT, lines, lines_of
from framework.models.site import STRENGTHS, ReviewedPage, SitePage


class StepBlock(StructBlock):
    """One step of a practice model, in the order people take it."""

    title = CharBlock(max_length=100)
    what_happens = TextBlock()

    class Meta:
        icon = "arrow-right"


class PracticeModelPage(SitePage):
    """A way of practising that councils use, such as three conversations, and the elements it serves."""

    what_it_is = RichTextField(features=PLAIN_TEXT, blank=True)
    when_it_fits = lines()
    when_to_take_care = lines()
    steps = StreamField([("step", StepBlock())], blank=True)
    who_is_involved = lines()
    questions_to_ask = lines()
    sources = lines()

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("what_it_is"),
        FieldPanel("when_it_fits"),
        FieldPanel("when_to_take_care"),
        FieldPanel("steps"),
        FieldPanel("who_is_involved"),
        InlinePanel("serves", heading="The elements it serves", label="Element"),
        FieldPanel("evidence"),
        FieldPanel("questions_to_ask"),
        FieldPanel("sources"),
        ReviewedPage.review_panel,
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("what_it_is")]

    def handbook_sections(self, site: str) -> list[Section]:
        """Return what this page adds to a handbook."""
        return practice_model_sections(self, site)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        for name in ("when_it_fits", "when_to_take_care", "who_is_involved", "questions_to_ask", "sources"):
            context[name] = lines_of(getattr(self, name))
        context["strengths"] = STRENGTHS
        return context

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self._take_elements_from_notes()
        return super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        self._take_elements_from_notes()
        return super().save_revision(*args, **kwargs)

    def _take_elements_from_notes(self) -> None:
        """Who may open the page follows from its elements, and they are those it says something about."""
        self.elements.set([served.element for served in self.serves.all()])


class ElementServed(Orderable):
    """How a practice model serves one element."""

    page = ParentalKey(PracticeModelPage, on_delete=models.CASCADE, related_name="serves")
    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="served_by")
    note = models.TextField("how it serves it")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "element"], name="one_note_per_element_served")]

    def __str__(self) -> str:
        return f"{self.page} serves {self.element}"
