from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from framework import urls, wagtail_co_production, wagtail_publishing  # noqa: F401 - register their screens and hooks
from framework.models import (
    Competency,
    Element,
    ElementMatch,
    EvidenceRule,
    Framework,
    GlossaryTerm,
    Requirement,
    RoleProfile,
)
from framework.permissions import may_exchange_frameworks
from framework.wagtail_policies import AddOnlyPermissionPolicy


class FrameworkViewSet(ModelViewSet):
    model = Framework
    icon = "list-ul"
    form_fields = ["code", "title", "summary", "version"]
    list_display = ["title", "version"]


class ElementViewSet(ModelViewSet):
    model = Element
    icon = "tag"
    form_fields = ["framework", "code", "letter", "title", "summary", "order"]
    list_display = ["title", "letter", "framework"]
    list_filter = ["framework"]


class CompetencyViewSet(ModelViewSet):
    model = Competency
    icon = "tick"
    list_display = ["__str__", "element"]
    list_filter = ["element"]
    search_fields = ["title", "short_code", "statement"]
    panels = [
        FieldRowPanel([FieldPanel("element"), FieldPanel("short_code"), FieldPanel("code"), FieldPanel("order")]),
        FieldPanel("title"),
        FieldPanel("statement"),
        FieldPanel("why"),
        InlinePanel(
            "levels",
            [
                FieldRowPanel([FieldPanel("level"), FieldPanel("validity_months")]),
                FieldPanel("statement"),
                InlinePanel(
                    "anchors",
                    [
                        FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
                        MultiFieldPanel([FieldPanel("shows"), FieldPanel("not_yet")]),
                    ],
                    heading="Behavioural anchors",
                    label="Anchor",
                ),
            ],
            heading="Levels",
            label="Level",
        ),
    ]


class EvidenceRuleList(IndexView):
    """Rules with what their names are made of, in one query."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("competency_level__competency", "competency_level__level")


class EvidenceRuleViewSet(ModelViewSet):
    """Rules are added as new versions, never edited: awards point to the version they met."""

    model = EvidenceRule
    index_view_class = EvidenceRuleList
    icon = "clipboard-list"
    form_fields = ["competency_level", "version", "expression", "in_force_from"]
    list_display = ["__str__", "in_force_from"]
    inspect_view_enabled = True

    permission_policy = AddOnlyPermissionPolicy(EvidenceRule)


class RoleProfileViewSet(ModelViewSet):
    model = RoleProfile
    icon = "user"
    form_fields = ["code", "title", "profession", "summary"]
    list_display = ["title", "profession"]


class RequirementList(IndexView):
    """Requirements with what their names are made of, in one query."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("role_profile", "competency", "level")


class RequirementViewSet(ModelViewSet):
    model = Requirement
    index_view_class = RequirementList
    icon = "date"
    form_fields = [
        "role_profile",
        "competency",
        "level",
        "due_within_days",
        "mandatory",
        "in_force_from",
        "in_force_to",
    ]
    list_display = ["role_profile", "competency", "level", "due_within_days", "mandatory", "in_force_from"]
    list_filter = ["role_profile", "competency"]


class GlossaryTermViewSet(ModelViewSet):
    model = GlossaryTerm
    icon = "help"
    menu_label = "Glossary"
    copy_view_enabled = False
    form_fields = ["term", "also", "explanation", "source", "review_on", "framework", "mark_in_text"]
    list_display = ["term", "also", "framework", "review_on"]
    list_filter = ["framework"]
    search_fields = ["term", "also", "explanation"]


class ElementMatchList(IndexView):
    """Matches with both their elements, in one query."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("element", "other")


class ElementMatchViewSet(ModelViewSet):
    model = ElementMatch
    menu_label = "Crosswalk"
    index_view_class = ElementMatchList
    icon = "link"
    form_fields = ["element", "kind", "other", "note"]
    list_display = ["element", "get_kind_display", "other"]
    list_filter = ["element__framework"]


class ExchangeMenuItem(MenuItem):
    """A line of the menu for those who may take frameworks in and out."""

    def is_shown(self, request):
        return may_exchange_frameworks(request.user)


class FrameworkViewSetGroup(ModelViewSetGroup):
    menu_label = "Practice framework"
    menu_icon = "list-ul"
    menu_order = 200
    items = (
        FrameworkViewSet,
        ElementViewSet,
        CompetencyViewSet,
        EvidenceRuleViewSet,
        RoleProfileViewSet,
        RequirementViewSet,
        GlossaryTermViewSet,
        ElementMatchViewSet,
    )

    def get_submenu_items(self):
        items = super().get_submenu_items()
        for label, name, icon in (("Import", "framework_import", "upload"), ("Export", "framework_export", "download")):
            items.append(ExchangeMenuItem(label, reverse(name), icon_name=icon, order=len(items) + 1))
        return items


@hooks.register("register_admin_urls")
def register_exchange_urls():
    return urls.urlpatterns


@hooks.register("register_admin_viewset")
def register_framework_viewsets():
    return FrameworkViewSetGroup()
