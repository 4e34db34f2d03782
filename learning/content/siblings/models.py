"""Another version of a page. Import it from learning.content.models, which loads it last."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel, HelpPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from framework.models.sheets import SheetBlocks
from learning.content.blocks import SiblingBlocks
from learning.content.models import KeepsPublished, minutes_of_body


class SiblingKind(models.TextChoices):
    """The other versions a page can have. The labels are what they call themselves, whatever the interface speaks."""

    WELSH = "cy", "Cymraeg"
    EASY_READ = "easy-read", "Easy Read"

    @property
    def slug(self) -> str:
        return "cymraeg" if self is SiblingKind.WELSH else self.value

    @property
    def language(self) -> str:
        return "cy" if self is SiblingKind.WELSH else "en-GB"


HOW_EASY_READ_IS_WRITTEN = (
    "<p><strong>How Easy Read is written.</strong> Write short sentences. Say one idea a line. Put a picture beside "
    "each line: use <em>Lines with a picture</em>. Use everyday words, and explain a hard word where it first stands. "
    "Say <em>you</em>. Leave out what a reader does not need. Ask somebody who reads Easy Read to look at it.</p>"
)
HOW_WELSH_IS_WRITTEN = (
    "<p><strong>How the Welsh version is written.</strong> Everything below was copied in English, for you to "
    "translate in place. Leave the questions and their options where they are: answers count in both languages. Tick "
    "<em>still to be checked</em> until somebody who speaks Welsh has read it.</p>"
)


class HelpForKind(HelpPanel):
    """Help that is shown for one kind of version only."""

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "kind": self.kind}

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.kind == self.panel.kind)


class SiblingPage(KeepsPublished):
    """Another version of the page above it: the same in Welsh or in Easy Read, with the same ids for the same blocks.

    It holds words and nothing else, so it can count as nothing: what the page above serves, whom it is for and what is
    asked in it stay that page's own.
    """

    kind = models.CharField(max_length=20, choices=SiblingKind.choices, editable=False)
    lead = models.TextField(blank=True, help_text="What stands below the title: the aim or the summary")
    body = StreamField(SiblingBlocks(), blank=True)
    sheet = StreamField(SheetBlocks(), blank=True, help_text="The sheet of a tool")
    to_be_checked = models.BooleanField(
        "still to be checked by somebody who speaks or reads it", default=True, help_text="Readers are told so"
    )
    in_step_with = models.ForeignKey(
        Revision,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="The version of the page above that this one says the same as",
    )
    out_of_step_since = models.DateTimeField(null=True, blank=True, editable=False)

    content_panels = [
        HelpForKind(HOW_EASY_READ_IS_WRITTEN, kind=SiblingKind.EASY_READ),
        HelpForKind(HOW_WELSH_IS_WRITTEN, kind=SiblingKind.WELSH),
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("sheet"),
        FieldPanel("to_be_checked"),
    ]
    promote_panels: list[Any] = []
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    is_creatable = False
    parent_page_types: list[str] = []  # made from a page, never added, moved or copied by itself
    subpage_types: list[str] = []

    ABOUT_THE_PAGE = ("kind", "in_step_with_id", "out_of_step_since")

    @property
    def aim(self) -> str:
        return str(self.lead)

    @property
    def version(self) -> SiblingKind:
        return SiblingKind(self.kind)

    @property
    def language(self) -> str:
        return self.version.language

    @property
    def original(self) -> Page:
        return self.get_parent().specific

    def count_minutes(self) -> int:
        return minutes_of_body(self.body)

    def get_admin_display_title(self) -> str:
        return f"{super().get_admin_display_title()} ({self.version.label})"

    def get_url_parts(self, *args: Any, **kwargs: Any) -> Any:
        """Return the address of the page above, which says that this version is wanted."""
        parts = self.get_parent().get_url_parts(*args, **kwargs)
        return parts and (parts[0], parts[1], parts[2] and f"{parts[2]}?in={self.kind}")

    def with_content_json(self, content: Any) -> SiblingPage:
        """Keep what is true of the version as a whole, whichever of its drafts is read or published."""
        page: SiblingPage = super().with_content_json(content)
        for name in self.ABOUT_THE_PAGE:
            setattr(page, name, getattr(self, name))
        return page

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_url(request))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from learning.content.siblings.reading import sibling_context

        context = {**sibling_context(self.original, self), "is_preview": True}
        return TemplateResponse(request, "content/sibling.html", context)
