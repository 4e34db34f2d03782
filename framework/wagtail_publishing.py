"""What /cms/ asks of a page of the framework: lived experience before it is published, and no words lost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from framework.models import Contribution
from framework.queries import publish_problems


@hooks.register("before_publish_page")
def publish_with_lived_experience(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep a page as a draft until people with lived experience had a part in it, or are about to."""
    problems = publish_problems(page)
    if not problems:
        return None
    plan = messages.button(f"{reverse('contributionplan:add')}?page={page.pk}", "Make a plan")
    record = messages.button(f"{reverse('contribution:add')}?page={page.pk}", "Record what they said")
    words = f"“{page.title}” is saved as a draft, and not published yet. {' '.join(problems)}"
    messages.error(request, words, buttons=[plan, record])
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_delete_page")
def keep_what_people_said(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a page that people had a part in: their words would go with it."""
    if not _spoken_about([page]):
        return None
    messages.error(request, _KEPT.format(page.title))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_to_the_same_in_bulk(request: HttpRequest, action_type: str, objects: list[Page], action: Any) -> Any:
    """Hold many pages to what one page is held to."""
    pages = [page for page in objects if isinstance(page, Page)]
    problem = ""
    if action_type == "publish":
        also = request.POST.get("include_descendants")
        below = [draft for page in pages for draft in page.get_descendants().not_live()] if also else []
        drafts = [page for page in [*pages, *below] if publish_problems(page)]
        problem = f"Nothing was published. “{drafts[0].title}”: {publish_problems(drafts[0])[0]}" if drafts else ""
    elif action_type == "delete" and _spoken_about(pages):
        problem = _KEPT.format("One of these pages")
    if not problem:
        return None
    messages.error(request, problem)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


_KEPT = "“{}” was not deleted: people had a part in it, and their words would be lost. Unpublish it in place of that."


def _spoken_about(pages: list[Page]) -> bool:
    return any(Contribution.objects.filter(page__in=page.get_descendants(inclusive=True)).exists() for page in pages)
