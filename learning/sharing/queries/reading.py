"""A pack that came in, read to the last field before anything of it is shown or kept. What does not fit is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db.models import Model
from PIL import Image
from wagtail.models import Locale, Page
from willow.image import Image as Drawing

from framework.exchange.kinds import Content
from framework.models import Competency, CompetencyLevel, Element, Framework, Level
from learning.content.models import ModulePage, PathwayPage, SiblingPage
from learning.people.models import Unit
from learning.sharing.models import Publisher, TakenItem
from learning.sharing.queries.packing import lessons_below, siblings_below
from learning.sharing.rules.archive import Pack, PackRefused
from learning.sharing.rules.media import IMAGES, MediaRefused, check_media
from learning.sharing.rules.words import ABOUT
from learning.sharing.serialising.banks import QUESTIONS, read_bank
from learning.sharing.serialising.frameworks import FRAMEWORK, codes_of, read_framework, write_framework
from learning.sharing.serialising.kinds import CARRIED, FRAMEWORK_OF, NAMED, STRUCTURE, one_to_one, page_models
from learning.sharing.serialising.naming import item_key
from learning.sharing.serialising.pages import read_about, read_page
from learning.sharing.serialising.places import Known
from learning.sharing.serialising.siblings import is_sibling, parents_of, word_of

Document = dict[str, Any]
MOST_PIXELS = 50_000_000
BROUGHT: dict[str, type[Model]] = {
    "framework": Framework,
    "element": Element,
    "competency": Competency,
    "level": Level,
    "standard": CompetencyLevel,
}


@dataclass
class Item:
    """One thing of a pack that can be taken or left: a framework, a page, or the questions of a module."""

    key: str
    kind: TakenItem.Kind
    word: str
    title: str
    document: Document
    content: Content | None = None
    parent: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def about(self) -> dict[str, Any]:
        return dict(self.document[ABOUT])


@dataclass(frozen=True)
class Arrived:
    """A pack that was read: its items, parents first, and its media by name."""

    items: tuple[Item, ...]
    media: Mapping[str, bytes]

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)


def read_items(pack: Pack, organisation: Unit, publisher: Publisher) -> Arrived:
    """Return what a signed pack holds; raise PackRefused naming the first place that is not as it should be."""
    media = _media(pack)
    by_folder: dict[str, dict[str, Document]] = {"frameworks": {}, "pages": {}, "questions": {}}
    for name, document in pack.documents.items():
        folder, _, rest = name.partition("/")
        if not rest.endswith(".json"):
            raise PackRefused(f"{name} is not a document that belongs there.")
        by_folder[folder][rest.removesuffix(".json")] = document
    frameworks = [_framework_item(code, one) for code, one in by_folder["frameworks"].items()]
    abouts = {key: _about(key, one) for key, one in by_folder["pages"].items()}
    known = _known(organisation, publisher, frameworks, set(abouts), set(media))
    _refuse_wrong_parents(abouts)
    pages = [_page_item(key, by_folder["pages"][key], abouts, known) for key in _in_order(abouts)]
    _refuse_two_of_one(pages)
    titles = {page.key: page.title for page in pages}
    banks = [_bank_item(key, one, titles, known) for key, one in by_folder["questions"].items()]
    return Arrived((*frameworks, *_beside_modules(pages, banks)), media)


def _beside_modules(pages: list[Item], banks: list[Item]) -> list[Item]:
    """Return items with a module's questions behind its lessons."""
    found: list[Item] = []
    left = {bank.parent: bank for bank in banks}
    by_key = {page.key: page for page in pages}
    module = ""
    for page in pages:
        top = _top(page, by_key)
        if module and top != module:
            found += [left.pop(module)] if module in left else []
        module = top
        found.append(page)
    return [*found, *left.values()]


def _top(page: Item, by_key: Mapping[str, Item]) -> str:
    """Return the key of what a page stands below, at the top of the pack or here."""
    while page.parent in by_key:
        page = by_key[page.parent]
    return page.parent or page.key


def _media(pack: Pack) -> dict[str, bytes]:
    media = {}
    for part, content in pack.media.items():
        name = part.removeprefix("media/")
        stem, _, ending = name.rpartition(".")
        if stem != pack.manifest.parts[part]:
            raise PackRefused(f"{part} is not named by its hash.")
        try:
            check_media(ending, content)
            if ending in IMAGES:
                _check_picture(ending, content)
        except MediaRefused as refused:
            raise PackRefused(f"{part}: {refused}.") from None
        media[name] = content
    return media


def _check_picture(ending: str, content: bytes) -> None:
    """Refuse a picture that cannot be shown, or that unpacks to more than a screen could ever need."""
    try:
        if ending == "svg":
            width, height = Drawing.open(io.BytesIO(content)).get_size()
        else:
            with Image.open(io.BytesIO(content)) as picture:
                width, height = picture.size
                picture.verify()
    except Exception:  # noqa: BLE001 - a broken picture fails in as many ways as there are formats
        raise MediaRefused("the picture is broken") from None
    if not 0 < width * height <= MOST_PIXELS:
        raise MediaRefused(f"the picture has more than {MOST_PIXELS // 1_000_000} million points")


def _framework_item(code: str, document: Document) -> Item:
    place = f"frameworks/{code}.json"
    content = read_framework(document, place)
    if content.framework["code"] != code:
        raise PackRefused(f"{place} says that it is {content.framework['code']!r}.")
    title = str(content.framework["title"])
    kind = TakenItem.Kind.FRAMEWORK
    return Item(f"{FRAMEWORK}:{code}", kind, "Framework", title, write_framework(content), content)


def _about(key: str, document: Document) -> dict[str, Any]:
    about = read_about(document, f"pages/{key}.json")
    if about["key"] != key:
        raise PackRefused(f"pages/{key}.json says that it is {about['key']!r}.")
    return about


def _known(organisation: Unit, publisher: Publisher, frameworks: list[Item], keys: set[str], media: set[str]) -> Known:
    ours = organisation.frameworks.values("code")
    codes: dict[type[Model], set[str]] = {}
    for model, names in NAMED.items():
        path = FRAMEWORK_OF.get(model)
        rows = model._default_manager.filter(**{f"{path}__in": ours} if path else {})
        codes[model] = {"/".join(row) for row in rows.values_list(*names)}
    for framework in frameworks:
        for kind, brought in codes_of(framework.content).items() if framework.content else ():
            codes[BROUGHT[kind]] |= brought
    return Known(codes, keys | set(keys_here(organisation, publisher)), media)


def keys_here(organisation: Unit, publisher: Publisher) -> dict[str, int]:
    """Return the pages that a publisher's packs may point to, by what the publisher calls them. Two queries."""
    apps = {label.partition(".")[0] for label in CARRIED}
    rows = Page.objects.filter(content_type__app_label__in=apps).exclude(pk__in=_of_others(organisation))
    named = rows.values_list("pk", "translation_key", "locale__language_code")
    found = {item_key(key, language): pk for pk, key, language in named}
    taken = TakenItem.objects.filter(organisation=organisation, line=publisher.line, undone_at=None)
    for key, pk in taken.exclude(page=None).order_by("pk").values_list("key", "page_id"):
        found[key] = pk
    return found


def _of_others(organisation: Unit) -> set[int]:
    """Return the learning of other organisations of this installation: for a pack it does not exist."""
    others: set[int] = set()
    for model in (ModulePage, PathwayPage):
        others |= set(model.objects.exclude(organisation=organisation).values_list("pk", flat=True))
    modules = ModulePage.objects.exclude(organisation=organisation)
    lessons = lessons_below(modules.values("path"))
    versions = siblings_below(modules.values("path")) | siblings_below(lessons.values("path"))
    return others | set(lessons.values_list("pk", flat=True)) | set(versions.values_list("pk", flat=True))


def _refuse_wrong_parents(abouts: Mapping[str, dict[str, Any]]) -> None:
    """Refuse a page below one that may not hold it, and one of a language that the site does not have."""
    languages = set(Locale.objects.values_list("language_code", flat=True))
    models = page_models()
    for key, about in abouts.items():
        allowed = {model._meta.label for model in parents_of(models[about["type"]])}
        parent = abouts.get(about["parent"])
        if (parent and parent["type"] not in allowed) or (not about["parent"] and not allowed & set(STRUCTURE)):
            raise PackRefused(f"pages/{key}.json stands where no such page can stand.")
        if about["language"] not in languages:
            words = dict(settings.LANGUAGES).get(about["language"], about["language"])
            raise PackRefused(f"pages/{key}.json is in a language that this site does not have: {words}.")


def _in_order(abouts: Mapping[str, dict[str, Any]]) -> list[str]:
    """Return keys with parents before what stands below them, in the order that parents give."""
    tops = [key for key, about in abouts.items() if about["parent"] not in abouts]
    tops.sort(key=lambda key: (CARRIED.index(abouts[key]["type"]), key))
    below: dict[str, list[str]] = {}
    for key, about in abouts.items():
        below.setdefault(about["parent"], []).append(key)
    return [key for top in tops for key in _with_what_is_below(top, abouts, below)]


def _with_what_is_below(
    key: str, abouts: Mapping[str, dict[str, Any]], below: Mapping[str, list[str]]
) -> Iterator[str]:
    yield key
    places = {child: place for place, child in enumerate(abouts[key]["children"])}
    for child in sorted(below.get(key, []), key=lambda one: (places.get(one, len(places)), one)):
        yield from _with_what_is_below(child, abouts, below)


def _page_item(key: str, document: Document, abouts: Mapping[str, dict[str, Any]], known: Known) -> Item:
    place = f"pages/{key}.json"
    about, model = abouts[key], page_models()[abouts[key]["type"]]
    if about["parent"]:
        known.item(about["parent"], f"{place}, parent")
    mine = replace(known, notes=[])
    read = read_page(document, mine, place)
    for name in ("title", "slug", *(["kind"] if model is SiblingPage else [])):
        if not read.get(name):
            raise PackRefused(f"{place} has no {name}.")
    word = word_of(model, read)
    return Item(key, TakenItem.Kind.PAGE, word, read["title"], read, parent=about["parent"], notes=_short(mine.notes))


def _refuse_two_of_one(pages: list[Item]) -> None:
    seen: set[tuple[str, Any]] = set()
    for page in pages:
        only = one_to_one(page_models()[page.about["type"]])
        mark: tuple[str, Any]
        if is_sibling(page.about["type"]):
            mark = (page.parent, page.word)
        elif only is not None:
            mark = (only.name, page.document.get(only.name))
        else:
            continue
        if mark in seen:
            raise PackRefused(f"pages/{page.key}.json: the pack has two pages for {mark[1]}.")
        seen.add(mark)


def _bank_item(key: str, document: Document, titles: Mapping[str, str], known: Known) -> Item:
    place = f"questions/{key}.json"
    mine = replace(known, notes=[])
    read = read_bank(document, mine, place)
    if read[ABOUT]["module"] != key:
        raise PackRefused(f"{place} says that it belongs to {read[ABOUT]['module']!r}.")
    title = f"Questions: {titles[key]}" if key in titles else "Questions"
    kind = TakenItem.Kind.QUESTIONS
    return Item(f"{QUESTIONS}:{key}", kind, "Questions", title, read, parent=key, notes=_short(mine.notes))


def _short(notes: list[str]) -> list[str]:
    """Return notes without repeats and without the name of the file."""
    return list(dict.fromkeys(note.partition(".json, ")[2] or note for note in notes))
