"""The co-production ledger in /cms/: invitations, what people said, and plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.log_actions import log
from wagtail.models import Page

from framework.actions import AlreadyDecided, accept_contribution, decline_contribution
from framework.models import Contribution, ContributionPlan, Invitation, ReviewedPage
from framework.privacy import private_details

KEEP, ACCEPT, DECLINE = "KEEP", "ACCEPT", "DECLINE"
DECIDED_ELSEWHERE = "Somebody else has decided about this in the meantime. Load the page again to see what."
CHOICES = {
    Contribution.State.WAITING: [(ACCEPT, "Accept: readers see it"), (DECLINE, "Decline"), (KEEP, "Not yet decided")],
    Contribution.State.ACCEPTED: [(KEEP, "Go on showing it"), (DECLINE, "Take it down")],
    Contribution.State.DECLINED: [(KEEP, "Leave it declined"), (ACCEPT, "Accept it after all: readers see it")],
}


def framework_page_types() -> list[type[Page]]:
    """Return the kinds of pages that people can have a part in."""
    return [kind for kind in _below(ReviewedPage) if not kind._meta.abstract]


def _below(kind: type[Page]) -> list[type[Page]]:
    return [each for below in kind.__subclasses__() for each in (below, *_below(below))]


def page_panel() -> PageChooserPanel:
    return PageChooserPanel("page", page_type=[kind._meta.label for kind in framework_page_types()])


class AboutPage(CreateView):
    """Adds something about a page; the page can be named in the address."""

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("page", "")
        known = asked.isascii() and asked.isdigit() and Page.objects.filter(pk=int(asked[:15])).first()
        return {**super().get_initial(), **({"page": known} if known else {})}


class InvitationList(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("page")


class EditInvitation(EditView):
    """An invitation with the address to hand out."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(address=address_of(self.object), **kwargs)


class AddInvitation(AboutPage):
    """After adding, shows the address to hand out."""

    def get_success_url(self) -> str:
        return reverse("invitation:edit", args=[self.object.pk])


def address_of(invitation: Invitation) -> str:
    return f"{settings.SITE_URL}{invitation.get_absolute_url()}"


class InvitationViewSet(ModelViewSet):
    model = Invitation
    icon = "mail"
    menu_label = "Invitations"
    copy_view_enabled = False
    index_view_class = InvitationList
    add_view_class = AddInvitation
    edit_view_class = EditInvitation
    edit_template_name = "framework/cms/invitation.html"
    list_display = ["__str__", "expires_on", Column("address", accessor=address_of)]
    panels = [
        page_panel(),
        FieldPanel("with_whom"),
        FieldPanel("question"),
        FieldRowPanel([FieldPanel("expires_on"), FieldPanel("closed")]),
    ]


class ContributionList(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("page")


class RecordForm(WagtailAdminModelForm):
    """What a colleague records of what people said."""

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        problems = private_details(words)
        if problems:
            raise ValidationError(problems[0])
        return words


class RecordContribution(AboutPage):
    """What an editor records needs nobody else to accept it."""

    def save_instance(self):
        self.form.instance.state = Contribution.State.ACCEPTED
        self.form.instance.decided_at = timezone.now()
        return super().save_instance()


class DecideForm(forms.ModelForm):
    """Accept or decline a contribution, and say what changed because of it."""

    reason = forms.CharField(
        label="Why it is declined or taken down",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only editors see this",
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Contribution
        fields = ["what_changed"]
        widgets = {"what_changed": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = forms.ChoiceField(
            label="What happens to it", choices=CHOICES[self.instance.state], widget=forms.RadioSelect
        )
        self.order_fields(["decision", "what_changed", "reason", "seen"])
        self.initial.setdefault("seen", self.instance.state)
        self.initial.setdefault("reason", self.instance.reason)
        if self.instance.state != Contribution.State.WAITING:
            self.initial.setdefault("decision", KEEP)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == DECLINE and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say why, for whoever reads this later.")
        if cleaned.get("seen") != self.instance.state:
            self.add_error(None, DECIDED_ELSEWHERE)
        return cleaned


class DecideContribution(EditView):
    """One contribution as it was said, and what becomes of it. Nobody's words are rewritten."""

    def save_instance(self):
        clean, contribution = self.form.cleaned_data, Contribution.objects.get(pk=self.object.pk)
        contribution.state = clean["seen"]
        if clean["decision"] == ACCEPT:
            return accept_contribution(contribution, by=self.request.user, what_changed=clean["what_changed"])
        if clean["decision"] == DECLINE:
            return decline_contribution(contribution, by=self.request.user, reason=clean["reason"].strip())
        Contribution.objects.filter(pk=contribution.pk).update(what_changed=clean["what_changed"])
        log(instance=contribution, action="wagtail.edit", content_changed=True)
        contribution.refresh_from_db()
        return contribution

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except AlreadyDecided:
            form.add_error(None, DECIDED_ELSEWHERE)
            return self.form_invalid(form)


class ContributionViewSet(ModelViewSet):
    model = Contribution
    icon = "openquote"
    menu_label = "What people said"
    copy_view_enabled = False
    index_view_class = ContributionList
    add_view_class = RecordContribution
    edit_view_class = DecideContribution
    edit_template_name = "framework/cms/decide.html"
    list_display = ["__str__", "state", "contributed_on"]
    list_filter = ["state", "group"]
    search_fields = ["words", "what_changed", "page__title"]
    edit_handler = ObjectList(
        [
            page_panel(),
            FieldRowPanel([FieldPanel("group"), FieldPanel("how_many"), FieldPanel("contributed_on")]),
            FieldPanel("words"),
            FieldPanel("what_changed"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("consent"), FieldPanel("consent_on")]),
                    FieldRowPanel([FieldPanel("name"), FieldPanel("may_name")]),
                ],
                heading="Consent",
            ),
        ],
        base_form_class=RecordForm,
    )

    def get_edit_view_kwargs(self, **kwargs):
        return {**super().get_edit_view_kwargs(**kwargs), "panel": None, "form_class": DecideForm}


class PlanList(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("page")


class ContributionPlanViewSet(ModelViewSet):
    model = ContributionPlan
    icon = "date"
    menu_label = "Plans"
    copy_view_enabled = False
    index_view_class = PlanList
    add_view_class = AboutPage
    list_display = ["__str__", "planned_for"]
    panels = [
        page_panel(),
        FieldRowPanel([FieldPanel("planned_for"), FieldPanel("group")]),
        FieldPanel("with_whom"),
        FieldPanel("note"),
    ]


class CoProductionViewSetGroup(ModelViewSetGroup):
    menu_label = "Co-production"
    menu_icon = "group"
    menu_order = 210
    items = (ContributionViewSet, InvitationViewSet, ContributionPlanViewSet)


@hooks.register("register_admin_viewset")
def register_co_production():
    return CoProductionViewSetGroup()


@hooks.register("register_log_actions")
def name_what_is_decided(actions):
    actions.register_action("framework.offer_contribution", "Contribution sent", "Sent through an invitation")
    actions.register_action("framework.accept_contribution", "Contribution accepted", "Accepted, shown to readers")
    actions.register_action("framework.decline_contribution", "Contribution declined", "Declined or taken down")
