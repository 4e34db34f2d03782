"""Every way of publishing in /cms/ leads to the one screen that asks what kind of change it is, or is refused."""

from django.shortcuts import redirect
from django.urls import include, path, reverse
from rest_framework.exceptions import ValidationError
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.api.actions.publish import PublishPageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import WorkflowState

from learning.authoring.actions.gate import why_not_published
from learning.authoring.gate import hooks as gate_hooks
from learning.authoring.permissions import asks_for_class, may_publish
from learning.authoring.queries.releases import is_unsaid, unsaid_among, was_published
from learning.authoring.starting.permissions import organisation_to_write_for
from learning.authoring.starting.queries import start_of
from learning.authoring.starting.way_back import LEFT, back_when_first_published, left_address, say_what_is_left

SUBMITTED = ("action-submit", "action-restart-workflow")
NAMED_AT_MOST = 5


def screen(name, page, revision):
    return reverse(f"authoring:{name}", args=[page.pk, revision.pk])


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("releases/", include("learning.authoring.urls")),
        path("start/", include("learning.authoring.starting.urls")),
    ]


@hooks.register("before_publish_page")
def ask_for_class(request, page):
    """The editor has kept her text as a draft; that draft goes on to the screen. A first publication needs no class."""
    if getattr(request, "release_is_said", False) or not asks_for_class(page) or not was_published(page):
        return None
    return redirect(screen("publish", page, page.get_latest_revision()))


@hooks.register("after_edit_page")
def ask_before_approval(request, page):
    """What reviewers approve is published at once: so what kind of change it is is said when it is sent to them."""
    revision = page.get_latest_revision()
    if not revision or not is_unsaid(page, revision):
        return None
    if any(request.POST.get(action) for action in SUBMITTED):
        return redirect(screen("plan", page, revision))
    if request.POST.get("action-workflow-action") and _is_approved(page) and may_publish(request.user, page):
        return redirect(screen("publish", page, revision))
    return None


def _is_approved(page):
    newest = page.workflow_states.order_by("-created_at").first()
    return newest is not None and newest.status == WorkflowState.STATUS_APPROVED


@hooks.register("before_edit_page")
def say_what_waits(request, page):
    """Tell who opens a page that was approved, with nothing said of it, that only this is missing."""
    if request.method != "GET" or not asks_for_class(page) or not page.has_unpublished_changes:
        return
    revision = page.get_latest_revision()
    if revision and _is_approved(page) and is_unsaid(page, revision) and may_publish(request.user, page):
        button = messages.button(screen("publish", page, revision), "Say what kind of change it is")
        messages.warning(request, "This draft is approved and waits to be published.", buttons=[button])


@hooks.register("before_bulk_action")
def refuse_bulk_publishing(request, action_type, objects, action):
    """Publish none of several pages while one of them waits to be said what kind of change it is."""
    if action_type != "publish" or action.model.__name__ != "Page":
        return None
    with_drafts_below = bool(action.cleaned_form.cleaned_data.get("include_descendants"))
    waiting = unsaid_among(objects, with_drafts_below=with_drafts_below)
    if not waiting:
        return None
    buttons = [
        messages.button(screen("publish", page, revision), page.get_admin_display_title())
        for page, revision in waiting[:NAMED_AT_MOST]
    ]
    more = len(waiting) - len(buttons)
    others = f", and {more} more" if more > 0 else ""
    words = f"Nothing was published. Say of each of these lessons what kind of change it is{others}:"
    messages.error(request, words, buttons=buttons)
    return redirect(action.next_url)


class PublishWithClass(PublishPageAPIAction):
    """Publishing through the interface of /cms/: refused while nobody has said what kind of change it is."""

    def execute(self, instance, data):
        page = instance.specific
        revision = page.get_latest_revision()
        if revision and why_not_published(page, revision):
            address = self.view.request.build_absolute_uri(gate_hooks.check_address(page, revision))
            raise ValidationError({"detail": f"See first what this page needs: {address}"})
        if revision and is_unsaid(page, revision):
            address = self.view.request.build_absolute_uri(screen("publish", page, revision))
            raise ValidationError({"detail": f"Say first what kind of change this is: {address}"})
        return super().execute(instance, data)


class PagesWithClass(PagesAdminAPIViewSet):
    actions = {**PagesAdminAPIViewSet.actions, "publish": PublishWithClass}


@hooks.register("construct_admin_api")
def publish_with_class(router):
    router.register_endpoint("pages", PagesWithClass)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    @actions.register_action("authoring.release")
    class ReleaseFormatter(LogFormatter):
        label = "Release"

        def format_message(self, log_entry):
            said = log_entry.data.get("summary")
            return f"Released as: {log_entry.data.get('change', '').lower()}{f'. {said}' if said else ''}"


@hooks.register("register_reports_menu_item")
def register_report():
    return MenuItem("Superseded completions", reverse("authoring:superseded"), icon_name="history", order=900)


class BeginMenuItem(MenuItem):
    """Offered to those who may add learning."""

    def is_shown(self, request):
        return organisation_to_write_for(request.user) is not None


@hooks.register("register_admin_menu_item")
def register_begin():
    return BeginMenuItem("Begin a module", reverse("starting:begin"), icon_name="doc-full-inverse", order=110)


@hooks.register("register_page_header_buttons")
def what_is_left(page, user, view_name, next_url=None):
    """Lead from a module that was begun from a starting point to what is left to do."""
    started = start_of(page)
    if started is not None:
        yield Button(LEFT, left_address(started), icon_name="list-ul", priority=40)


@hooks.register("before_edit_page")
def lead_to_what_is_left(request, page):
    if request.method == "GET":
        say_what_is_left(request, page)


@hooks.register("after_publish_page")
def lead_on_after_publishing(request, page):
    return back_when_first_published(request, page)
