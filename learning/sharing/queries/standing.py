"""What taking a pack would change here, item by item: their version is held against ours and against what was taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page, WorkflowState
from wagtail.permissions import page_permission_policy

from framework.actions.exchange import snapshot
from framework.models import Framework
from learning.content.difference import Difference
from learning.content.models import ModulePage, SiblingPage
from learning.people.models import Account, Unit
from learning.sharing.models import Publisher, TakenItem
from learning.sharing.queries.packing import lessons_below, path_above, siblings_below
from learning.sharing.queries.reading import Arrived, Item, keys_here
from learning.sharing.rules.merging import BOTH, KEPT, Merged, merge
from learning.sharing.rules.words import ABOUT, difference, same, without_about
from learning.sharing.serialising.banks import EMPTY, SETTINGS, write_banks
from learning.sharing.serialising.contents import newest_contents
from learning.sharing.serialising.frameworks import write_framework
from learning.sharing.serialising.kinds import one_to_one, page_models
from learning.sharing.serialising.naming import Names, key_of
from learning.sharing.serialising.pages import write_page
from learning.sharing.serialising.siblings import is_sibling

Document = dict[str, Any]
NEW, CHANGED, MIXED, UNCHANGED = "NEW", "CHANGED", "MIXED", "UNCHANGED"
STAYS_OURS = {"slug"}  # an address that people know does not move because a publisher's did


@dataclass
class Standing:
    """How an item of a pack stands to what is here."""

    item: Item
    state: str
    page: Page | None = None
    ours: Document | None = None
    merged: Merged | None = None
    notes: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def can_be_taken(self) -> bool:
        return self.state != UNCHANGED and not self.problem

    @property
    def result(self) -> Document:
        """Return what would stand here once it is taken."""
        return self.merged.value if self.merged else without_about(self.item.document)

    @property
    def ends_as_theirs(self) -> bool:
        """Answer whether what would stand here says all that theirs says."""
        theirs, result = without_about(self.item.document), self.result
        return all(same(result.get(name), theirs[name]) for name in theirs if name not in STAYS_OURS)

    @property
    def changes(self) -> Difference:
        """Return what taking it would change here, for a reader."""
        return difference(self.ours or {}, self.result)

    @property
    def kept(self) -> Difference:
        """Return what they say otherwise where ours is kept because both sides changed it."""
        if self.merged is None:
            return Difference(())
        places = {change.place for change in self.merged.changes if change.outcome == BOTH}
        whole = difference(self.merged.value, without_about(self.item.document))
        return Difference(tuple(one for one in whole.changes if one.id in places))

    @property
    def changed_here(self) -> int:
        """Return in how many places only our side changed: our overlay."""
        return sum(change.outcome == KEPT for change in self.merged.changes) if self.merged else 0


def standings(arrived: Arrived, organisation: Unit, publisher: Publisher, account: Account) -> list[Standing]:
    """Return how every item of a pack stands here. The number of queries does not follow from how many there are."""
    return Local(arrived, organisation, publisher).standings(account)


class Local:
    """What is here of a pack's items, read all at once."""

    def __init__(self, arrived: Arrived, organisation: Unit, publisher: Publisher) -> None:
        self.arrived, self.organisation, self.publisher = arrived, organisation, publisher
        self.taken = self._newest_taken()
        self.keys = keys_here(organisation, publisher)
        of_page = TakenItem.Kind.PAGE
        pages = [item for item in arrived.items if item.kind == of_page]
        self.page_ids = {**self._alone_of_their_kind(pages), **self._known(arrived)}
        self.page_ids = {**self._other_versions(pages), **self.page_ids}
        self.pages = self._fetch(self.page_ids.values())
        self.names = Names({pk: key for key, pk in {**self.keys, **self.page_ids}.items()})
        self.ours = self._page_documents()
        self.banks = self._bank_documents()
        self.frameworks = self._framework_documents(arrived)
        self.found: list[Standing] = []

    def _newest_taken(self) -> dict[str, TakenItem]:
        rows = TakenItem.objects.filter(organisation=self.organisation, line=self.publisher.line, undone_at=None)
        return {row.key: row for row in rows.order_by("pk")}

    def _known(self, arrived: Arrived) -> dict[str, int]:
        wanted = {item.key for item in arrived.items} | {item.parent for item in arrived.items}
        return {key: pk for key, pk in self.keys.items() if key in wanted}

    def _alone_of_their_kind(self, items: list[Item]) -> dict[str, int]:
        """Return pages that are here under another key, because there is only one page of an element."""
        found: dict[str, int] = {}
        for label, model in page_models().items():
            only = one_to_one(model)
            codes = (
                {item.document.get(only.name): item.key for item in items if item.about["type"] == label}
                if only
                else {}
            )
            if only is None or not codes:
                continue
            path = f"{only.name}__code"
            rows = model._default_manager.filter(**{f"{path}__in": list(codes)}).values_list(path, "pk")
            found.update({codes[code]: pk for code, pk in rows})
        return found

    def _other_versions(self, items: list[Item]) -> dict[str, int]:
        """Return the versions of pages that somebody made here: a page has one in Welsh and one in Easy Read."""
        wanted = [item for item in items if is_sibling(item.about["type"]) and item.parent in self.page_ids]
        above = {self.page_ids[item.parent] for item in wanted}
        paths = dict(Page.objects.filter(pk__in=above).values_list("path", "pk"))
        rows = {(paths[path_above(one)], one.kind): one.pk for one in siblings_below(list(paths))}
        marks = {item.key: (self.page_ids[item.parent], item.document["kind"]) for item in wanted}
        return {key: rows[mark] for key, mark in marks.items() if mark in rows}

    def _fetch(self, pks: Iterable[int]) -> dict[int, Page]:
        wanted = list(pks)
        found: dict[int, Page] = {}
        for model in page_models().values() if wanted else ():
            found.update({page.pk: page for page in model._default_manager.filter(pk__in=wanted)})
        return found

    def _page_documents(self) -> dict[int, Document]:
        contents = newest_contents(list(self.pages.values()))
        for _ in range(2):
            found = {pk: write_page(type(self.pages[pk]), content, self.names) for pk, content in contents.items()}
            self.names.look_up()
        return found

    def _bank_documents(self) -> dict[int, Document]:
        modules = [page for page in self.pages.values() if isinstance(page, ModulePage)]
        found = lessons_below([module.path for module in modules]).select_related("locale")
        lessons = {page.pk: self.names.given.get(page.pk) or key_of(page) for page in found}
        return write_banks([module.pk for module in modules], lessons, newest=True)

    def _framework_documents(self, arrived: Arrived) -> dict[str, Document]:
        self.open_frameworks = set(self.organisation.frameworks.values_list("code", flat=True))
        codes = [item.about["code"] for item in arrived.items if item.kind == TakenItem.Kind.FRAMEWORK]
        return {one.code: write_framework(snapshot(one)) for one in Framework.objects.filter(code__in=codes)}

    def standings(self, account: Account) -> list[Standing]:
        """Return how every item stands, and what keeps some from being taken."""
        found = [self.standing(item) for item in self.arrived.items]
        pages = {one.page.pk for one in found if one.page is not None}
        may_edit = page_permission_policy.instances_user_has_permission_for(account, "change").filter(pk__in=pages)
        editable = set(may_edit.values_list("pk", flat=True))
        reviewed = WorkflowState.objects.active().filter(object_id__in=[str(pk) for pk in pages])
        busy = set(reviewed.values_list("object_id", flat=True))
        for one in found:
            if one.page is None or one.state == UNCHANGED or one.problem:
                continue
            if one.page.locked or str(one.page.pk) in busy:
                one.problem = "It is locked or in review here. Finish that first, then come back."
            elif one.page.pk not in editable:
                one.problem = "You may not edit it here. Ask your administrator."
        self.found = found
        return found

    def standing(self, item: Item) -> Standing:
        if item.kind == TakenItem.Kind.FRAMEWORK:
            return self._of_framework(item)
        if item.kind == TakenItem.Kind.QUESTIONS:
            return self._of_questions(item)
        page = self.pages.get(self.page_ids.get(item.key, 0))
        if page is None:
            return Standing(item, NEW, notes=item.notes)
        if page._meta.label != item.about["type"] or _is_other_version(page, item):
            return Standing(item, NEW, problem="It is another kind of page here. Ask the publisher.")
        return self._compared(item, self.ours[page.pk], page)

    def _of_framework(self, item: Item) -> Standing:
        ours = self.frameworks.get(item.about["code"])
        if ours is None:
            return Standing(item, NEW)
        if item.about["code"] not in self.open_frameworks:
            return Standing(item, CHANGED, problem="Another organisation here works by it. Ask your administrator.")
        return self._compared(item, ours, None)

    def _of_questions(self, item: Item) -> Standing:
        module = self.pages.get(self.page_ids.get(item.parent, 0))
        if module is None:
            return Standing(item, NEW, notes=item.notes)
        ours = self.banks.get(module.pk) or EMPTY
        if not module.live:
            return self._compared(item, ours, module)
        standing = self._compared(item, ours, module, leave=set(SETTINGS))
        standing.notes += _settings_left(item.document, ours)
        return standing

    def _compared(self, item: Item, ours: Document, page: Page | None, leave: Iterable[str] = STAYS_OURS) -> Standing:
        """Hold their version against ours. What is here and was never taken from them is ours wherever it differs."""
        taken = self.taken.get(item.key)
        base = taken.document if taken else {}
        said = {*base, *item.document} - {ABOUT, *leave}  # what neither of them says is not theirs to change
        before, here, there = ({n: v for n, v in one.items() if n in said} for one in (base, ours, item.document))
        merged = merge(before, here, there, same)
        still = same(here, merged.value)
        state = MIXED if merged.needs_a_look else UNCHANGED if still else CHANGED
        return Standing(item, state, page, here, merged, notes=list(item.notes))


def _is_other_version(page: Page, item: Item) -> bool:
    return isinstance(page, SiblingPage) and page.kind != item.document["kind"]


def _settings_left(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> list[str]:
    """Return what the publisher's assessment asks otherwise: of a module people study it is never changed by a pack."""
    words = {"title": "title", "level": "level", "pass_mark": "pass mark", "blueprint": "choice of questions"}
    differs = [word for name, word in words.items() if theirs[name] and not same(theirs[name], ours.get(name))]
    if not differs:
        return []
    return [f"Their assessment differs in its {', '.join(differs)}. Yours stays, because people study this module."]
