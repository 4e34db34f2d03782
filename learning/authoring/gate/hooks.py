"""The gate in /cms/: every way of publishing passes it, and an author can ask it while she writes."""

from django.shortcuts import redirect
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from learning.authoring import urls
from learning.authoring.actions.gate import GATE, why_not_published
from learning.authoring.gate.checking import overdue_on
from learning.authoring.queries.reviews import answers_of, review_problem, review_task_of, rounds_of

CHECK = "action-check"
NAMED_AT_MOST = 5
FIRST = -10


def check_address(page, revision):
    return reverse("checks:check", args=[page.pk, revision.pk])


@hooks.register("register_admin_urls")
def register_check_urls():
    return [path("checks/", include(urls.checks))]


@hooks.register("before_publish_page", order=FIRST)
def pass_the_gate(request, page):
    """What the editor wrote is kept as a draft; what stands in its way is shown, with how to mend it."""
    revision = page.get_latest_revision()
    why = why_not_published(page.specific, revision)
    if why == GATE:
        messages.error(request, f"‘{revision.object_str}’ was not published. Your draft is kept. Mend this first.")
        return redirect(check_address(page, revision))
    if why:
        words = f"‘{revision.object_str}’ was not published. Your draft is kept. {review_problem(page, revision)}"
        messages.error(request, words)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_bulk_action", order=FIRST)
def refuse_bulk_publishing_of_what_fails(request, action_type, objects, action):
    """Publish none of several pages while one of them may not be."""
    if action_type != "publish" or action.model.__name__ != "Page":
        return None
    pages = list(objects)
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [draft for page in objects for draft in page.get_descendants().not_live()]
    drafts = [(page.specific, page.get_latest_revision()) for page in pages]
    failing = [(page, revision) for page, revision in drafts if revision and why_not_published(page, revision)]
    if not failing:
        return None
    buttons = [
        messages.button(check_address(page, revision), revision.object_str)
        for page, revision in failing[:NAMED_AT_MOST]
    ]
    more = len(failing) - len(buttons)
    others = f", and {more} more" if more > 0 else ""
    messages.error(request, f"Nothing was published. Look at what these pages need first{others}:", buttons=buttons)
    return redirect(action.next_url)


class CheckMenuItem(ActionMenuItem):
    """Keeps the text as a draft and shows what the gate says of it."""

    name = CHECK
    label = "Check this page"
    icon_name = "tick-inverse"


@hooks.register("register_page_action_menu_item")
def offer_check():
    return CheckMenuItem(order=5)


@hooks.register("construct_page_action_menu")
def hide_publishing_from_reviewed_pages(menu_items, request, context):
    """A page that goes through review is sent to it; publishing is offered when everybody has approved."""
    page = context.get("page")
    if page is None or not page.pk or review_task_of(page) is None:
        return
    revision = page.get_latest_revision()
    if revision is not None and review_problem(page, revision):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("after_edit_page", order=FIRST)
def show_check(request, page):
    if request.POST.get(CHECK):
        return redirect(check_address(page, page.get_latest_revision()))
    return None


@hooks.register("after_create_page", order=FIRST)
def show_check_of_new_page(request, page):
    return show_check(request, page)


@hooks.register("before_edit_page")
def say_what_is_open(request, page):
    """Tell who opens a page what is overdue on it, and where its review stands."""
    if request.method != "GET":
        return
    for override in overdue_on(page):
        button = messages.button(check_address(page, page.get_latest_revision()), "Check this page")
        words = (
            f"Overdue since {override.mend_by:%-d %B %Y}: {override.what} It was let pass because: {override.reason}"
        )
        messages.warning(request, words, buttons=[button])
    round_ = rounds_of(page).first()
    if round_ is not None and page.current_workflow_state is not None:
        answers = answers_of(round_)
        given = sum(bool(answer.review.decision) for answer in answers)
        button = messages.button(reverse("reviews:review", args=[round_.uuid]), "See what they say", new_window=False)
        messages.info(request, f"In review: {given} of {len(answers)} roles have answered.", buttons=[button])


@hooks.register("register_reports_menu_item")
def register_overrides_report():
    return MenuItem("Passed with a reason", reverse("checks:overrides"), icon_name="warning", order=910)
