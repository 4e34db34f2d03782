"""What an organisation can put into a pack, and all that comes along with what is chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Left, Length
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from framework.actions.exchange import snapshot
from framework.models import Competency, ElementPage, Framework, FrameworkPage, SitePage
from learning.content.models import LessonPage, ModulePage, PathwayPage, SiblingPage
from learning.people.models import Unit
from learning.sharing.rules.words import ABOUT
from learning.sharing.serialising.banks import QUESTIONS, write_banks
from learning.sharing.serialising.contents import published_contents
from learning.sharing.serialising.frameworks import write_framework
from learning.sharing.serialising.kinds import FRAMEWORK_OF, page_models
from learning.sharing.serialising.naming import Names, key_of
from learning.sharing.serialising.pages import write_page
from learning.sharing.serialising.siblings import IN_STEP, parents_of, says_what_its_page_says, word_of

Document = dict[str, Any]
MOST_ROUNDS = 20  # pages lead to pages; more rounds than there are kinds would be a circle


@dataclass(frozen=True)
class Choice:
    """What somebody chose: pages by their number, frameworks with their pages by their code."""

    pages: tuple[int, ...] = ()
    frameworks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"pages": list(self.pages), "frameworks": list(self.frameworks)}

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Choice:
        return cls(tuple(data.get("pages", ())), tuple(data.get("frameworks", ())))


@dataclass(frozen=True)
class Line:
    """One thing in a pack, as the screen lists it."""

    kind: str
    title: str
    chosen: bool = False
    depth: int = 0


@dataclass
class Parcel:
    """Everything that goes into a pack, but for the bytes of its media."""

    documents: dict[str, Document] = field(default_factory=dict)
    media: dict[type[Model], set[int]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    @property
    def media_count(self) -> int:
        return sum(len(pks) for pks in self.media.values())


def packable(model: type[Page], organisation: Unit) -> QuerySet[Any]:
    """Return the published pages of a kind that an organisation may put into its packs."""
    ours = organisation.frameworks.values("pk")
    pages: QuerySet[Any] = model._default_manager.live()
    if issubclass(model, LessonPage):
        modules = ModulePage.objects.live().filter(organisation=organisation)
        pages = lessons_below(modules.values("path")).filter(live=True)
        return pages
    if issubclass(model, SiblingPage):
        return _siblings_of_packable(organisation)
    if issubclass(model, ModulePage | PathwayPage):
        return pages.filter(organisation=organisation)
    if issubclass(model, FrameworkPage):
        return pages.filter(framework__in=ours)
    if issubclass(model, ElementPage):
        return pages.filter(element__framework__in=ours)
    if issubclass(model, SitePage):
        return pages.filter(Q(elements=None) | Q(elements__framework__in=ours)).distinct()
    raise TypeError(f"Nobody has said who may pack {model.__name__}")


def _siblings_of_packable(organisation: Unit) -> QuerySet[Any]:
    above = Q()
    for model in parents_of(SiblingPage):
        above |= Q(above__in=packable(model, organisation).values("path"))
    return _with_path_above(SiblingPage).filter(above, live=True)


def lessons_below(paths: Any) -> QuerySet[Any]:
    """Return the lessons that stand right below pages with these paths."""
    return _with_path_above(LessonPage).filter(above__in=paths)


def siblings_below(paths: Any) -> QuerySet[Any]:
    """Return the other versions of pages with these paths."""
    return _with_path_above(SiblingPage).filter(above__in=paths)


def _with_path_above(model: type[Page]) -> QuerySet[Any]:
    pages: QuerySet[Any] = model._default_manager.annotate(above=Left("path", Length("path") - Page.steplen))
    return pages


def path_above(page: Page) -> str:
    return str(page.path[: -Page.steplen])


@dataclass(frozen=True)
class Group:
    """Things to choose from, under one heading."""

    heading: str
    name: str
    options: tuple[tuple[str, str], ...]


def offered(organisation: Unit) -> list[Group]:
    """Return what can be chosen for a pack, by heading. One query for each kind of page."""
    groups = [
        Group(
            model._meta.verbose_name_plural.replace(" pages", "s").capitalize(), "pages", _options(model, organisation)
        )
        for model in page_models().values()
        if not issubclass(model, LessonPage | FrameworkPage | ElementPage | SiblingPage)
    ]
    frameworks = tuple((one.code, one.title) for one in organisation.frameworks.order_by("title"))
    groups.append(Group("Frameworks, with their pages", "frameworks", frameworks))
    return sorted((group for group in groups if group.options), key=lambda group: "odule" not in group.heading)


def _options(model: type[Page], organisation: Unit) -> tuple[tuple[str, str], ...]:
    pages = packable(model, organisation).order_by("title").values_list("pk", "title")
    return tuple((str(pk), title) for pk, title in pages)


def gather(organisation: Unit, choice: Choice) -> Parcel:
    """Return everything that a choice brings along. The number of queries does not follow from how much it is."""
    pages = _Gathering(organisation, choice)
    pages.collect()
    return pages.parcel()


class _Gathering:
    """Goes from what is chosen to what that needs, and on, until nothing new turns up."""

    def __init__(self, organisation: Unit, choice: Choice) -> None:
        self.organisation, self.choice = organisation, choice
        self.names = Names()
        self.pages: dict[int, Page] = {}
        self.contents: dict[int, dict[str, Any]] = {}
        self.banks: dict[int, Document] = {}

    def collect(self) -> None:
        wanted = set(self.choice.pages) | set(self._pages_of_frameworks())
        for _ in range(MOST_ROUNDS):
            new = self._fetch(wanted - set(self.pages))
            if not new:
                break
            self.contents.update(published_contents(new))
            for page in new:
                write_page(type(page), self.contents[page.pk], self.names)
            self.names.look_up()
            wanted = {*self.names.needed, *self._below(new), *self._parents(new)}
        self.names.leave_out(self._not_here())
        modules = [pk for pk, page in self.pages.items() if isinstance(page, ModulePage)]
        lessons = {pk: key_of(page) for pk, page in self.pages.items() if isinstance(page, LessonPage)}
        self.banks = write_banks(modules, lessons, newest=False)

    def _pages_of_frameworks(self) -> Iterable[int]:
        frameworks = self.organisation.frameworks.filter(code__in=self.choice.frameworks)
        yield from FrameworkPage.objects.live().filter(framework__in=frameworks).values_list("pk", flat=True)
        yield from ElementPage.objects.live().filter(element__framework__in=frameworks).values_list("pk", flat=True)

    def _fetch(self, pks: set[int]) -> list[Page]:
        """Return pages as their own kind, in the order of the tree."""
        found: list[Page] = []
        for model in page_models().values() if pks else ():
            found += packable(model, self.organisation).filter(pk__in=pks).select_related("locale")
        found.sort(key=lambda page: str(page.path))
        self.pages.update({page.pk: page for page in found})
        return found

    def _below(self, pages: list[Page]) -> Iterable[int]:
        """Return the lessons of modules, and the other versions of pages that may have any."""
        modules = [page.path for page in pages if isinstance(page, ModulePage)]
        written_again = [page.path for page in pages if type(page) in parents_of(SiblingPage)]
        for rows in (lessons_below(modules), siblings_below(written_again)):
            yield from rows.filter(live=True).values_list("pk", flat=True)

    def _parents(self, pages: list[Page]) -> Iterable[int]:
        paths = {path_above(page) for page in pages if not isinstance(page, ModulePage | PathwayPage)}
        yield from Page.objects.filter(path__in=paths).values_list("pk", flat=True)

    def _not_here(self) -> set[int]:
        """Return pages that are referred to and neither come along nor are anybody's to know of."""
        referred = self.names.referred(Page) - set(self.pages)
        may_know = set()
        for model in page_models().values() if referred else ():
            may_know |= set(packable(model, self.organisation).filter(pk__in=referred).values_list("pk", flat=True))
        return (self.names.needed - set(self.pages)) | (referred - may_know)

    def parcel(self) -> Parcel:
        parcel = Parcel()
        for code in self._framework_codes():
            self._add_framework(parcel, code)
        paths = {path_above(page) for page in self.pages.values()}
        slugs = dict(Page.objects.filter(path__in=paths).values_list("path", "slug"))
        below: dict[str, list[str]] = defaultdict(list)
        in_order = sorted(self.pages.values(), key=lambda page: str(page.path))
        for page in in_order:
            below[path_above(page)].append(key_of(page))
        by_path = {page.path: page for page in in_order}
        for page in in_order:
            parent = by_path.get(path_above(page))
            place = "" if parent else slugs.get(path_above(page), "")
            about = {"parent": key_of(parent) if parent else "", "place": place, "children": below[page.path]}
            self._add_page(parcel, page, about)
        media = (get_image_model(), get_document_model())
        parcel.media = {model: self.names.referred(model) for model in media}
        return parcel

    def _framework_codes(self) -> list[str]:
        codes = set(self.organisation.frameworks.filter(code__in=self.choice.frameworks).values_list("code", flat=True))
        for model, path in FRAMEWORK_OF.items():
            pks = self.names.referred(model)
            codes |= set(model._default_manager.filter(pk__in=pks).values_list(path, flat=True))
        asked = {one["competency"] for bank in self.banks.values() for one in [*bank["questions"], *bank["blueprint"]]}
        found = Competency.objects.filter(code__in=asked).values_list("element__framework__code", flat=True)
        return sorted(codes | set(found) | {bank["level"].partition("/")[0] for bank in self.banks.values()} - {""})

    def _add_framework(self, parcel: Parcel, code: str) -> None:
        framework = Framework.objects.get(code=code)
        parcel.documents[f"frameworks/{code}.json"] = write_framework(snapshot(framework))
        parcel.lines.append(Line("Framework", framework.title, code in self.choice.frameworks))

    def _add_page(self, parcel: Parcel, page: Page, about: dict[str, Any]) -> None:
        about |= {"type": page._meta.label, "key": key_of(page), "language": page.locale.language_code}
        if isinstance(page, SiblingPage):
            about[IN_STEP] = says_what_its_page_says(page)
        document = write_page(type(page), self.contents[page.pk], self.names)
        parcel.documents[f"pages/{key_of(page)}.json"] = {ABOUT: about, **document}
        kind = word_of(type(page), document)
        parcel.lines.append(Line(kind, page.title, page.pk in self.choice.pages, int(bool(about["parent"]))))
        bank = self.banks.get(page.pk)
        if bank:
            of_bank = {ABOUT: {"type": QUESTIONS, "module": key_of(page)}, **bank}
            parcel.documents[f"questions/{key_of(page)}.json"] = of_bank
            count = len(bank["questions"])
            parcel.lines.append(Line("Questions", f"{count} question{'' if count == 1 else 's'}", depth=1))
