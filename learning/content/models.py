from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from framework.models import Competency, CompetencyLevel, RoleProfile
from framework.models.site import SourceBlock
from learning.content.blocks import ACTIVITIES, PLAYED, LessonBlocks, texts_to_read
from learning.content.forms.owned import OwnedPageForm
from learning.content.rules import minutes_of_study
from learning.people.models import Person, Unit

TAKEN_BY_MODULES = {"start"}  # /learning/<module>/start/ begins the module: no lesson could be opened there


class LearningIndexPage(Page):
    """Where modules and pathways stand, at /learning/."""

    subpage_types = ["content.ModulePage", "content.PathwayPage"]
    max_count = 1


class KeepsPublished(Page):
    """A page whose published versions stay as they were: what learners began on is read from them.

    While somebody writes, the editor saves over its own newest draft. Should that draft have been published meanwhile,
    from another window or at its hour, a new draft is begun in its place.
    """

    class Meta:
        abstract = True

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        draft: Revision | None = kwargs.get("overwrite_revision")
        if draft is not None and self.last_published_at and draft.created_at <= self.last_published_at:
            kwargs["overwrite_revision"] = None
        return super().save_revision(*args, **kwargs)


class OwnedPage(KeepsPublished):
    """A page with an organisation whose people may open it, an owner and a date by which it is looked at again."""

    organisation = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"depth": 1},
        help_text="Only people of this organisation can open it",
    )
    content_owner = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="owner",
        help_text="Who answers for it",
    )
    review_on = models.DateField("review by", help_text="When it must be looked at again")

    base_form_class = OwnedPageForm
    owner_panel = MultiFieldPanel(
        [FieldPanel("organisation"), FieldRowPanel([FieldPanel("content_owner"), FieldPanel("review_on")])],
        heading="Who answers for it",
    )

    class Meta:
        abstract = True


class ModulePage(OwnedPage):
    """A piece of e-learning made of lessons."""

    summary = models.TextField()
    competencies = ParentalManyToManyField(Competency, related_name="modules")
    sources = StreamField([("source", SourceBlock())], blank=True)

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("competencies"),
        FieldPanel("sources"),
        OwnedPage.owner_panel,
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types = ["content.LearningIndexPage"]
    subpage_types = ["content.LessonPage"]

    def live_lessons(self) -> list[LessonPage]:
        return list(LessonPage.objects.child_of(self).live().order_by("path"))


def minutes_of_body(body: Any) -> int:
    activities = sum(block.block_type in ACTIVITIES for block in body)
    media = sum(block.value["minutes"] or 0 for block in body if block.block_type in PLAYED)
    return minutes_of_study(texts_to_read(body), activities=activities, media_minutes=media)


class LessonPage(KeepsPublished):
    """One sitting: three to seven minutes with something to do."""

    aim = models.TextField(help_text="Starts with: By the end you can …")
    body = StreamField(LessonBlocks())
    minutes = models.PositiveSmallIntegerField(editable=False, default=1)

    content_panels = [TitleFieldPanel("title"), FieldPanel("aim"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("aim"), index.SearchField("body")]
    parent_page_types = ["content.ModulePage"]
    subpage_types: list[str] = []

    def clean(self) -> None:
        super().clean()
        if self.slug in TAKEN_BY_MODULES:
            words = f"The address ‘{self.slug}’ is the module's own. Add a word to the slug, below Promote."
            raise ValidationError({"slug": words})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.minutes = self.count_minutes()
        super().save(*args, **kwargs)

    def count_minutes(self) -> int:
        """Return the minutes of study the lesson as it stands now takes."""
        return minutes_of_body(self.body)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the lesson as a learner sees it, with nothing that can be sent."""
        from learning.content.queries import snapshot_of

        request.is_preview = True  # type: ignore[attr-defined]
        context = {
            "page": self,
            "lesson": snapshot_of(self, for_author=True),
            "module": self.get_parent(),
            "is_preview": True,
        }
        return TemplateResponse(request, "enrolment/lesson.html", context)


class PathwayPage(OwnedPage):
    """The way through an induction: stages with due dates, each with its items."""

    summary = models.TextField()
    role_profiles = ParentalManyToManyField(RoleProfile, related_name="pathways", blank=True)
    enrols_from = models.DateField(
        default=timezone.localdate, help_text="People whose post starts on this day or later are put on it"
    )

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("role_profiles"),
        FieldPanel("enrols_from"),
        InlinePanel(
            "stages",
            [
                FieldRowPanel([FieldPanel("title"), FieldPanel("due_within_days")]),
                InlinePanel(
                    "items",
                    [
                        FieldPanel("kind"),
                        FieldRowPanel([FieldPanel("module"), FieldPanel("competency_level")]),
                    ],
                    heading="Items",
                    label="Item",
                ),
            ],
            heading="Stages",
            label="Stage",
        ),
        OwnedPage.owner_panel,
    ]
    parent_page_types = ["content.LearningIndexPage"]
    subpage_types: list[str] = []


class Stage(Orderable, ClusterableModel):
    """A stretch of a pathway, such as Week 1, and when its items are due."""

    pathway = ParentalKey(PathwayPage, on_delete=models.CASCADE, related_name="stages")
    title = models.CharField(max_length=100)
    due_within_days = models.PositiveSmallIntegerField(
        "due within (working days)", help_text="0 is the first working day"
    )

    def __str__(self) -> str:
        return self.title


class ItemKind(models.TextChoices):
    MODULE = "MODULE", "Learn"
    ASSESSMENT = "ASSESSMENT", "Check what you know"
    OBSERVATION = "OBSERVATION", "Be observed in practice"


class PathwayItem(Orderable):
    """One thing to do: a module, its assessment, or an observation of practice for a competency."""

    stage = ParentalKey(Stage, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=ItemKind.choices, default=ItemKind.MODULE)
    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    competency_level = models.ForeignKey(
        CompetencyLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def clean(self) -> None:
        if self.kind == ItemKind.OBSERVATION and self.competency_level is None:
            raise ValidationError({"competency_level": "Choose the competency to observe."})
        if self.kind != ItemKind.OBSERVATION and self.module is None:
            raise ValidationError({"module": "Choose the module."})

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.module or self.competency_level}"


# A file of its own, loaded last: it stands on what is above.
from learning.content.siblings.models import SiblingKind, SiblingPage  # noqa: E402, F401
