"""What packs carry: which pages, which of their fields, and what is named by a code in place of a number."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ManyToOneRel, Model
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from framework.models import Competency, CompetencyLevel, Element, Framework, Level, RoleProfile

# Pages that packs carry, parents before what stands below them.
CARRIED = (
    "framework.FrameworkPage",
    "framework.ElementPage",
    "framework.PracticeModelPage",
    "framework.ToolPage",
    "framework.CaseStudyPage",
    "content.ModulePage",
    "content.LessonPage",
    "content.PathwayPage",
    "content.SiblingPage",
)
# Pages that only say where others stand: every installation has its own.
STRUCTURE = ("content.LearningIndexPage", "framework.FrameworkIndexPage", "framework.ShelfPage")
# Of what every page has, only these are its author's words; the rest is where it stands and how it came there.
WAGTAILS_OWN = ("title", "slug", "seo_title", "search_description", "show_in_menus")
# Fields that stay behind, each with why. A new page gets values of its own for them.
LOCAL = {
    "organisation": "whose people may open it",
    "content_owner": "who answers for it here",
    "owner_job": "the job that answers for it here",
    "review_on": "when it is looked at again here",
    "reviewed_on": "when it was looked at here",
    "enrols_from": "from when people are put on it here",
    "minutes": "follows from the words of a lesson",
    "in_step_with": "the version of the page here that it says the same as",
    "out_of_step_since": "when that ended here",
}
LOCAL_ONLY_OF = {"minutes": {"content.LessonPage"}}
# Models whose rows are the same thing in every installation, by the codes that name them.
NAMED: dict[type[Model], tuple[str, ...]] = {
    Framework: ("code",),
    Element: ("code",),
    Competency: ("code",),
    Level: ("framework__code", "code"),
    CompetencyLevel: ("competency__code", "level__code"),
    RoleProfile: ("code",),
}
# Where the framework of a named row stands.
FRAMEWORK_OF: dict[type[Model], str] = {
    Framework: "code",
    Element: "framework__code",
    Competency: "element__framework__code",
    Level: "framework__code",
    CompetencyLevel: "competency__element__framework__code",
}
CHILDREN_LEFT = {"wagtail_admin_comments"}


def page_models() -> dict[str, type[Page]]:
    """Return the models of the pages that packs carry, by their label."""
    return {label: apps.get_model(label) for label in CARRIED}


def is_local(model: type[Model], field: Field[Any, Any]) -> bool:
    """Answer whether a field stays behind."""
    only_of = LOCAL_ONLY_OF.get(field.name)
    return field.name in LOCAL and (only_of is None or model._meta.label in only_of)


@cache
def own_fields(model: Any) -> tuple[Field[Any, Any], ...]:
    """Return the fields of a page, or of a row below one, that packs carry; parental many-to-many fields last."""
    return tuple(field for field in _candidates(model) if not is_local(model, field))


def _candidates(model: type[Model]) -> Iterator[Field[Any, Any]]:
    for field in model._meta.get_fields():
        if not isinstance(field, Field) or field.primary_key:
            continue
        is_wagtails = issubclass(model, Page) and field.model is Page
        parental = field.__class__.__name__ == "ParentalKey" or getattr(field.remote_field, "parent_link", False)
        if parental or field.name == "sort_order" or (is_wagtails and field.name not in WAGTAILS_OWN):
            continue
        yield field


@cache
def own_children(model: Any) -> tuple[ManyToOneRel, ...]:
    """Return the rows below a page that belong to it and are saved with it."""
    relations = get_all_child_relations(model)
    return tuple(one for one in relations if one.get_accessor_name() not in CHILDREN_LEFT)


def one_to_one(model: type[Model]) -> Field[Any, Any] | None:
    """Return the field that says what a page is the only page of, such as the element of an element page."""
    return next((one for one in own_fields(model) if one.one_to_one and one.related_model in NAMED), None)
