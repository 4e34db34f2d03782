"""The dry run: what a file would change, and why it may not be taken in as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.models import Page

from framework.actions.exchange.snapshot import snapshot
from framework.actions.exchange.uses import in_use
from framework.exchange.changes import ADDED, CHANGED, Change, compare, counted, fingerprint
from framework.exchange.check import element_slug
from framework.exchange.errors import ExchangeError
from framework.exchange.kinds import VIEWS, Content
from framework.models import Competency, Element, ElementPage, Framework, FrameworkIndexPage, FrameworkPage

WORDING = {"title", "meaning", "questions", "introduction", *VIEWS}


@dataclass(frozen=True)
class Preview:
    """What taking in a file would do to the framework that is here now, if one is."""

    framework: Framework | None
    content: Content
    changes: list[Change]
    stood_at: str

    @property
    def counts(self) -> dict[str, int]:
        return counted(self.changes)

    @property
    def lines(self) -> list[Change]:
        """Return the lines that say something: everything but what stays as it is."""
        return [change for change in self.changes if change.status != "unchanged"]

    @property
    def does_something(self) -> bool:
        return any(self.counts[status] for status in ("added", "changed", "removed"))


def preview(content: Content, *, with_pages: bool = True) -> Preview:
    """Return what a file would change; raise ExchangeError for what clashes with what is here. Writes nothing."""
    code = content.framework["code"]
    framework = Framework.objects.filter(code=code).first()
    before = snapshot(framework) if framework else None
    others = set(Element.objects.exclude(framework__code=code).values_list("code", flat=True))
    changes = compare(before, content, in_use=in_use(framework) if framework else {}, other_elements=others)
    problems = [*_belongs_to_others(content)]
    if with_pages:
        problems += [*_addresses_taken(content), *_unfinished_pages(changes)]
    if problems:
        raise ExchangeError(*problems)
    return Preview(framework, content, changes, fingerprint(before))


def _belongs_to_others(content: Content) -> Iterator[str]:
    code = content.framework["code"]
    elements = Element.objects.exclude(framework__code=code).values_list("code", "framework__title")
    competencies = Competency.objects.exclude(element__framework__code=code)
    taken = {
        "element": dict(elements),
        "competency": dict(competencies.values_list("code", "element__framework__title")),
    }
    for kind, owners in taken.items():
        for record in content.of(kind):
            if record["code"] in owners:
                owner = owners[record["code"]]
                yield f"{record.place}: {record['code']} belongs to {owner}. Give it a code of its own."


def _addresses_taken(content: Content) -> Iterator[str]:
    """Refuse a new framework or element whose page would stand where another page stands."""
    code = content.framework["code"]
    page = FrameworkPage.objects.filter(framework__code=code).first()
    index = FrameworkIndexPage.objects.first()
    if page is None and index is not None and Page.objects.child_of(index).filter(slug=code).exists():
        yield f"There is another page at {index.url}{code}/. Give the framework another code."
    if page is not None:
        ours = set(ElementPage.objects.child_of(page).values_list("element__code", flat=True))
        taken = set(Page.objects.child_of(page).values_list("slug", flat=True))
        for record in content.of("element"):
            slug = element_slug(code, record["code"])
            if record["code"] not in ours and slug in taken:
                yield f"{record.place}: there is another page at {page.url}{slug}/. Give the element another code."


def _unfinished_pages(changes: list[Change]) -> Iterator[str]:
    """Refuse to publish over a page that somebody is in the middle of changing, or has locked."""
    changed = {
        change.address
        for change in changes
        if change.status == CHANGED and any(field.name in WORDING for field in change.fields)
    }
    codes = {address[1] for address in changed if address[0] == "element"}
    pages: list[Page] = list(ElementPage.objects.filter(element__code__in=codes))
    frameworks = {address[1] for address in changed if address[0] == "framework"}
    pages += FrameworkPage.objects.filter(framework__code__in=frameworks)
    for page in pages:
        if page.has_unpublished_changes or page.locked or page.workflow_in_progress:
            yield f"The page {page.title} has a draft, a lock or a review under way. Finish that first."


def wording_changed(change: Change) -> bool:
    """Answer whether a line changes words that stand on a page."""
    return change.status == ADDED or any(field.name in WORDING for field in change.fields)
