from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, ChoiceBlock, DateBlock, StructBlock, StructBlockValidationError, TextBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from framework.models.frameworks import Element

STRENGTHS = [
    ("strong", _("Strong: several good studies agree")),
    ("promising", _("Promising: one good study, or several small ones")),
    ("practice", _("From practice: people who do it report it")),
    ("lived", _("From lived experience: people who draw on support say so")),
]


class EvidenceBlock(StructBlock):
    """One piece of evidence with how strong it is, in words a reader can weigh."""

    claim = TextBlock(label="What it shows")
    source = CharBlock()
    url = CharBlock(required=False, label="Link")
    strength = ChoiceBlock(choices=STRENGTHS, default="practice")

    class Meta:
        icon = "doc-full"

    def clean(self, value: Any) -> Any:
        return _check_link(super().clean(value))


class SourceBlock(StructBlock):
    """Where something was published, and what was taken from it."""

    title = CharBlock()
    detail = TextBlock(required=False, help_text="What we took from it")
    url = CharBlock(required=False, label="Link")

    class Meta:
        icon = "doc-full"

    def clean(self, value: Any) -> Any:
        return _check_link(super().clean(value))


def _check_link(cleaned: Any) -> Any:
    try:
        if cleaned["url"]:
            URLValidator(schemes=["http", "https"])(cleaned["url"])
    except ValidationError:
        problem = ValidationError("Enter a whole web address, starting with https://")
        raise StructBlockValidationError({"url": problem}) from None
    return cleaned


class ChangeBlock(StructBlock):
    """What became different on a page, in words, and from which day."""

    changed_on = DateBlock()
    what = TextBlock(label="What changed")

    class Meta:
        icon = "history"


class ReviewedPage(Page):
    """A page of the framework that somebody answers for, that rests on evidence, and that is looked at again."""

    owner_job = models.CharField(
        "owner",
        max_length=100,
        default="Principal social worker",
        help_text="The job that answers for this page, not a person's name",
    )
    reviewed_on = models.DateField("last reviewed", null=True, blank=True)
    review_on = models.DateField("next review", null=True, blank=True, help_text="When it must be looked at again")
    evidence = StreamField([("evidence", EvidenceBlock())], blank=True)
    changes = StreamField([("change", ChangeBlock())], blank=True)

    review_panel = MultiFieldPanel(
        [
            FieldPanel("owner_job"),
            FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("review_on")]),
            FieldPanel("changes", heading="What changed on this page"),
        ],
        heading="Who answers for it",
    )

    class Meta:
        abstract = True

    @property
    def is_past_review(self) -> bool:
        """Answer whether the day it had to be looked at again has gone by."""
        return self.review_on is not None and self.review_on < timezone.localdate()


class SitePage(ReviewedPage):
    """A page of the framework's site that serves some of its elements: a tool, a case study, a practice model.

    Who may open it follows from its elements' frameworks; without elements everybody who is signed in may.
    """

    summary = models.TextField(help_text="One or two sentences, shown in lists")
    elements = ParentalManyToManyField(Element, blank=True, related_name="%(class)ss")

    search_fields = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types = ["framework.ShelfPage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True


class ShelfPage(Page):
    """A shelf of the framework's site, such as its tools or its case studies, in one list."""

    introduction = models.TextField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["framework.FrameworkIndexPage"]
    subpage_types = ["framework.ToolPage", "framework.CaseStudyPage", "framework.PracticeModelPage"]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["pages"] = self.live_pages()
        return context

    def live_pages(self) -> list[SitePage]:
        """Return what stands on the shelf, by title, each with its elements."""
        pages = list(Page.objects.live().child_of(self).order_by("title").specific())
        for kind in {type(page) for page in pages}:
            models.prefetch_related_objects([page for page in pages if type(page) is kind], "elements")
        return pages
