"""What things are called in a pack in place of their numbers: codes, items and hashes of media, in few queries.

Writing goes twice over the same contents: once to learn which numbers need a name, then with all names at hand.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Model
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from learning.sharing.rules.media import DOCUMENTS, IMAGES, ending_of
from learning.sharing.serialising.kinds import NAMED

KEPT_SECONDS = 30 * 24 * 3600
FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


def item_key(translation_key: Any, language: str) -> str:
    """Return what a pack calls a page: its translations share a key, so all but the first language add theirs."""
    return str(translation_key) if language == default_language() else f"{translation_key}_{language}"


def default_language() -> str:
    return str(get_supported_content_language_variant(settings.LANGUAGE_CODE))


def key_of(page: Page) -> str:
    return item_key(page.translation_key, page.locale.language_code)


def is_media(model: type[Model]) -> bool:
    return issubclass(model, get_image_model() | get_document_model())


def endings_of(model: type[Model]) -> set[str]:
    """Return the endings that files of a media model may have in a pack."""
    return IMAGES if issubclass(model, get_image_model()) else DOCUMENTS


class Names:
    """Gives names to numbers. `pages` names pages that a publisher calls otherwise than we do."""

    def __init__(self, pages: Mapping[int, str] | None = None) -> None:
        self.given = dict(pages or {})
        self.wanted: dict[type[Model], set[int]] = defaultdict(set)
        self.found: dict[type[Model], dict[int, Any]] = {}
        self.needed: set[int] = set()

    def name(self, model: type[Model], pk: Any, *, needed: bool = True) -> Any:
        """Return what a row is called in a pack; None for one that is gone, and for all before `look_up`.

        A page that is only linked to is not `needed`: what links to it makes sense without it.
        """
        model = Page if issubclass(model, Page) else model
        if pk is None:
            return None
        if needed and model is Page:
            self.needed.add(int(pk))
        if model not in self.found or int(pk) not in self.found[model]:
            self.wanted[model].add(int(pk))
            return None
        return self.found[model][int(pk)]

    def look_up(self) -> None:
        """Find the names of everything that was asked for."""
        for model, pks in self.wanted.items():
            known = self.found.setdefault(model, {})
            known.update(dict.fromkeys(pks))
            known.update(self._rows(model, pks))
        self.wanted.clear()

    def _rows(self, model: type[Model], pks: set[int]) -> dict[int, Any]:
        if issubclass(model, Page):
            rows = Page.objects.filter(pk__in=pks).values_list("pk", "translation_key", "locale__language_code")
            return {pk: self.given.get(pk) or item_key(key, language) for pk, key, language in rows}
        if is_media(model):
            return {row.pk: media_name(row) for row in model._default_manager.filter(pk__in=pks)}
        rows = model._default_manager.filter(pk__in=pks).values_list("pk", *NAMED[model])
        return {pk: "/".join(codes) for pk, *codes in rows}

    def leave_out(self, pages: Iterable[int]) -> None:
        """Name no more what may not be in a pack: what pointed there points nowhere."""
        self.found.setdefault(Page, {}).update(dict.fromkeys(pages))

    def referred(self, model: type[Model]) -> set[int]:
        """Return the numbers of a model that were asked for."""
        return {*self.wanted.get(model, ()), *self.found.get(model, ())}


def media_name(row: Any) -> dict[str, Any] | None:
    """Return how a document of a pack refers to a picture or a document; None when its file is gone."""
    digest = sha256_of(row)
    if digest is None:
        return None
    named = {"media": f"{digest}.{ending_of(row.file.name)}", "title": row.title}
    if isinstance(row, get_image_model()):
        named["description"] = row.description
        if row.focal_point_x is not None:
            named["focus"] = [getattr(row, name) for name in FOCUS]
    return named


def sha256_of(row: Any) -> str | None:
    """Return the hash of a stored file, remembered as long as Wagtail's own hash of it is the same."""
    key = f"sha256:{row._meta.label_lower}:{row.pk}:{row.file_hash}"
    digest = cache.get(key) if row.file_hash else None
    if digest is None:
        content = read_media(row)
        digest = hashlib.sha256(content).hexdigest() if content is not None else None
        if digest and row.file_hash:
            cache.set(key, digest, KEPT_SECONDS)
    return digest


def read_media(row: Any) -> bytes | None:
    """Return the bytes of a stored file; None when it is gone."""
    try:
        with row.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None
