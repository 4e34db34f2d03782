from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, ListBlock
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from framework.models.competencies import Competency
from framework.models.frameworks import Element, Framework
from framework.models.site import ReviewedPage, ShelfPage

PLAIN_TEXT = ["bold", "italic", "ul", "ol", "link"]


def lines() -> StreamField:
    """A list of short lines, kept as one stream of one list."""
    return StreamField([("lines", ListBlock(CharBlock(), label="Lines"))], max_num=1, blank=True)


class FrameworkIndexPage(Page):
    """Where the practice frameworks stand, at /framework/."""

    subpage_types = ["framework.FrameworkPage", "framework.ShelfPage"]
    max_count = 1

    def live_shelves(self) -> list[Page]:
        """Return the shelves that stand beside the frameworks, such as the tools."""
        return list(ShelfPage.objects.live().child_of(self))


class FrameworkPage(ReviewedPage):
    """A framework as a whole, with its wheel."""

    framework = models.OneToOneField(Framework, on_delete=models.PROTECT, related_name="page")
    introduction = RichTextField(features=PLAIN_TEXT, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("framework"),
        FieldPanel("introduction"),
        ReviewedPage.review_panel,
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    parent_page_types = ["framework.FrameworkIndexPage"]
    subpage_types = ["framework.ElementPage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        pages = ElementPage.objects.live().child_of(self).select_related("element")
        competencies = Competency.objects.filter(element__framework=self.framework)
        context["element_pages"] = sorted(pages, key=lambda page: page.element.order)
        context["competencies"] = competencies.select_related("element")
        return context


class ElementPage(RoutablePageMixin, ReviewedPage):
    """One element: what it means, what good looks like, what to ask, and its competencies each at an address."""

    element = models.OneToOneField(Element, on_delete=models.PROTECT, related_name="page")
    meaning = RichTextField("what it means", features=PLAIN_TEXT, blank=True)
    good_for_practitioner = lines()
    good_for_manager = lines()
    good_for_organisation = lines()
    good_for_person = lines()
    questions_to_ask = lines()

    content_panels = [
        *Page.content_panels,
        FieldPanel("element"),
        FieldPanel("meaning"),
        MultiFieldPanel(
            [
                FieldPanel("good_for_practitioner", heading="The practitioner"),
                FieldPanel("good_for_manager", heading="The manager"),
                FieldPanel("good_for_organisation", heading="The organisation"),
                FieldPanel("good_for_person", heading="The person who draws on support"),
            ],
            heading="What good looks like",
        ),
        FieldPanel("questions_to_ask"),
        FieldPanel("evidence"),
        ReviewedPage.review_panel,
    ]
    search_fields = [*Page.search_fields, index.SearchField("meaning")]
    parent_page_types = ["framework.FrameworkPage"]
    subpage_types: list[str] = []

    def good_looks_like(self) -> list[tuple[str, list[str]]]:
        """Return the four viewpoints with their lines, those with none left out."""
        views = [
            (_("You, the practitioner"), lines_of(self.good_for_practitioner)),
            (_("The manager"), lines_of(self.good_for_manager)),
            (_("The organisation"), lines_of(self.good_for_organisation)),
            (_("The person who draws on support"), lines_of(self.good_for_person)),
        ]
        return [(who, good) for who, good in views if good]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["questions"] = lines_of(self.questions_to_ask)
        anchors = models.Count("levels__anchors")
        context["competencies"] = self.element.competencies.select_related("element").annotate(anchors=anchors)
        context["tools"] = self.element.toolpages.live().order_by("title")
        context["case_studies"] = self.element.casestudypages.live().order_by("title")
        context["practice_models"] = self.element.practicemodelpages.live().order_by("title")
        return context

    @path("<slug:short_code>/", name="competency")
    def competency(self, request: HttpRequest, short_code: str) -> Any:
        """Show one competency: its levels, behavioural anchors, what proves it and which jobs need it."""
        competencies = self.element.competencies.select_related("element").prefetch_related(
            "levels__level", "levels__anchors", "levels__evidence_rules"
        )
        competency = competencies.filter(short_code__iexact=short_code).first()
        if competency is None:
            raise Http404
        needed = competency.requirements.in_force(timezone.localdate()).select_related("role_profile", "level")
        context = {"competency": competency, "requirements": needed}
        return self.render(request, template="framework/competency.html", context_overrides=context)

    def competency_url(self, competency: Competency) -> str:
        return f"{self.url}{competency.short_code.lower()}/"


def lines_of(stream: StreamField) -> list[str]:
    """Return the lines of a `lines()` field."""
    return [line for block in stream for line in block.value]
