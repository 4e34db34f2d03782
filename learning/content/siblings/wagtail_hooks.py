"""Making other versions of pages in /cms/, holding their questions to the page's own, and the report of their step."""

from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from learning.content.models import SiblingKind, SiblingPage
from learning.content.siblings.checks import publish_problems
from learning.content.siblings.permissions import may_edit
from learning.content.siblings.words import can_have_siblings

MAKE = {SiblingKind.WELSH: "Make a Welsh version", SiblingKind.EASY_READ: "Make an Easy Read version"}
OPEN = {SiblingKind.WELSH: "Open the Welsh version", SiblingKind.EASY_READ: "Open the Easy Read version"}


@hooks.register("register_page_header_buttons")
def offer_versions(page, user, view_name, next_url=None):
    """Offer on a page to make or open its versions, and on a version to bring it into step."""
    if issubclass(page.specific_class or Page, SiblingPage):
        yield Button("Bring into step", reverse("siblings:step", args=[page.pk]), icon_name="rotate", priority=80)
        return
    if not page.pk or not can_have_siblings(page) or not may_edit(user, page):
        return
    there = dict(SiblingPage.objects.child_of(page).values_list("kind", "pk"))
    for kind in SiblingKind:
        if kind in there:
            address, words = reverse("wagtailadmin_pages:edit", args=[there[kind]]), OPEN[kind]
        else:
            address, words = reverse("siblings:make", args=[page.pk, kind.value]), MAKE[kind]
        yield Button(words, address, icon_name="openquote", priority=80)


@hooks.register("before_publish_page")
def ask_what_the_page_asks(request, page):
    """Keep a version as a draft while its questions are not those of the page."""
    problems = publish_problems(page) if isinstance(page, SiblingPage) else []
    if not problems:
        return None
    words = f"“{page.title}” is saved as a draft, and not published yet. {' '.join(problems)}"
    button = messages.button(reverse("siblings:step", args=[page.pk]), "Bring into step")
    messages.error(request, words, buttons=[button])
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def ask_in_bulk_what_the_pages_ask(request, action_type, objects, action):
    """Publish none of several pages while the questions of one version are not those of its page."""
    if action_type != "publish" or action.model is not Page:
        return None
    below = bool(action.cleaned_form.cleaned_data.get("include_descendants"))
    for version in _versions_among(objects, below=below):
        problems = publish_problems(version.get_latest_revision_as_object())
        if problems:
            messages.error(request, f"Nothing was published. “{version.title}”: {problems[0]}")
            return redirect(action.next_url)
    return None


def _versions_among(pages, *, below):
    found = [page.pk for page in pages]
    if below:
        found += [pk for page in pages for pk in page.get_descendants().not_live().values_list("pk", flat=True)]
    return SiblingPage.objects.filter(pk__in=found)


@hooks.register("before_copy_page")
def copy_with_its_page_only(request, page):
    """A version stands below its page and nowhere else: it is copied when its page is copied with what is below."""
    if not isinstance(page.specific, SiblingPage):
        return None
    messages.error(request, "Another version of a page is not copied by itself. Copy the page with its subpages.")
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_log_actions")
def name_what_is_done(actions):
    actions.register_action("content.in_step", "In step", "Said to be in step with the page")


@hooks.register("register_reports_menu_item")
def register_report():
    return MenuItem("Versions in step", reverse("siblings:report"), icon_name="openquote", order=910)
