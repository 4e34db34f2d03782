"""The pages of a framework that came from a file: made when it is new, published again where words changed."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from framework.actions.exchange.preview import Preview, wording_changed
from framework.exchange.changes import ADDED, CHANGED
from framework.exchange.check import element_slug
from framework.exchange.kinds import VIEWS, Record
from framework.models import ElementPage, Framework, FrameworkIndexPage, FrameworkPage


def publish_pages(framework: Framework, plan: Preview, account: Any) -> None:
    """Make and publish what is missing, and publish anew what changed. Without a page at /framework/ none are made."""
    index = FrameworkIndexPage.objects.first()
    page = FrameworkPage.objects.filter(framework=framework).first()
    if page is None and index is None:
        return
    page = _framework_page(framework, plan, page, index, account)
    pages = {one.element.code: one for one in ElementPage.objects.child_of(page).select_related("element")}
    elements = {element.code: element for element in framework.elements.all()}
    for change in plan.changes:
        if change.record.kind != "element" or change.status not in {ADDED, CHANGED} or not wording_changed(change):
            continue
        found = pages.get(change.record["code"])
        old_title = next((field.before for field in change.fields if field.name == "title"), None)
        if found is None:
            found = ElementPage(
                title=change.record["title"],
                slug=element_slug(framework.code, change.record["code"]).lower(),
                element=elements[change.record["code"]],
            )
            _say(found, change.record)
            page.add_child(instance=found)
        else:
            _say(found, change.record)
            _retitle(found, old_title, change.record["title"])
        found.save_revision(user=account).publish(user=account)


def _framework_page(
    framework: Framework, plan: Preview, page: FrameworkPage | None, index: Page | None, account: Any
) -> FrameworkPage:
    record = plan.content.framework
    if page is None:
        page = FrameworkPage(
            title=framework.title, slug=framework.code.lower(), framework=framework, introduction=record["introduction"]
        )
        index.add_child(instance=page)  # type: ignore[union-attr]
        page.save_revision(user=account).publish(user=account)
        return page
    change = next((one for one in plan.changes if one.record.kind == "framework"), None)
    if change is not None and change.status == CHANGED and wording_changed(change):
        page.introduction = record["introduction"]
        _retitle(page, next((field.before for field in change.fields if field.name == "title"), None), record["title"])
        page.save_revision(user=account).publish(user=account)
    return page


def _retitle(page: Page, before: str | None, after: str) -> None:
    """Let a page follow a changed title, unless its editor gave it one of its own."""
    if before is not None and page.title == before:
        page.title = page.draft_title = after


def _say(page: ElementPage, record: Record) -> None:
    page.meaning = record["meaning"]
    for view in VIEWS:
        setattr(page, f"good_for_{view}", [("lines", record[view])] if record[view] else [])
    page.questions_to_ask = [("lines", record["questions"])] if record["questions"] else []
