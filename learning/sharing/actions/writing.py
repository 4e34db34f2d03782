"""Writes the drafts of a pack: frameworks first, then media and pages, then questions."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from framework.actions.exchange import apply_import, preview, snapshot
from framework.exchange.errors import ExchangeError
from framework.models import Framework, Level
from learning.assessment.actions.imports import take_drafts
from learning.assessment.actions.settings import SettingsGiven, save_settings
from learning.assessment.rules.blueprint import Line
from learning.content.models import LessonPage, ModulePage, OwnedPage, SiblingPage
from learning.people.models import Account
from learning.people.queries import local_today
from learning.sharing.actions.steps import note_steps
from learning.sharing.models import PackDecision, TakenItem
from learning.sharing.queries.reading import Arrived
from learning.sharing.queries.standing import NEW, Local, Standing
from learning.sharing.rules.archive import PackRefused
from learning.sharing.rules.words import ABOUT, same, without_about
from learning.sharing.serialising.banks import EMPTY, SETTINGS, drafts_of
from learning.sharing.serialising.frameworks import read_framework, with_wording
from learning.sharing.serialising.kinds import FRAMEWORK_OF, NAMED, page_models
from learning.sharing.serialising.naming import FOCUS
from learning.sharing.serialising.pages import store_fields
from learning.sharing.serialising.siblings import parents_of
from learning.sharing.serialising.streams import Rows, problem_of

REVIEWED_AFTER = timedelta(days=365)
Document = dict[str, Any]


class Writer:
    """Writes what was chosen, in the transaction of who takes it."""

    def __init__(self, decision: PackDecision, local: Local, arrived: Arrived, account: Account) -> None:
        self.decision, self.local, self.arrived, self.account = decision, local, arrived, account
        self.organisation = decision.pack.organisation
        self.left: list[str] = []
        self.files: list[Any] = []
        self.media = {
            _mark(model, name): pk for model, known in local.names.found.items() for pk, name in known.items()
        }
        self.rows = Rows({}, {**local.keys, **local.page_ids}, self._medium)

    def write(self, chosen: list[Standing]) -> None:
        of_kind = {kind: [one for one in chosen if one.item.kind == kind] for kind in TakenItem.Kind}
        for standing in of_kind[TakenItem.Kind.FRAMEWORK]:
            self._framework(standing)
        self.rows.found = self._named_rows()
        new = [(one, self._create(one)) for one in of_kind[TakenItem.Kind.PAGE] if one.state == NEW]
        keys = {one.item.key for one, _ in new}
        for standing, page in new:
            self._first_draft(standing, page, keys)
        for standing in of_kind[TakenItem.Kind.PAGE]:
            if standing.state != NEW:
                self._draft(standing)
        note_steps(of_kind[TakenItem.Kind.PAGE], self.local.found, self.rows.pages)
        for standing in of_kind[TakenItem.Kind.QUESTIONS]:
            self._questions(standing)

    def forget_files(self) -> None:
        """Delete the files of media whose rows are rolled back."""
        for file in self.files:
            file.storage.delete(file.name)

    def _named_rows(self) -> dict[type[Any], dict[str, int]]:
        found: dict[type[Any], dict[str, int]] = {}
        for model, names in NAMED.items():
            path = FRAMEWORK_OF.get(model)
            ours = {f"{path}__in": self.organisation.frameworks.values("code")} if path else {}
            rows = model._default_manager.filter(**ours).values_list("pk", *names)
            found[model] = {"/".join(codes): pk for pk, *codes in rows}
        return found

    def _note(self, standing: Standing, document: Document, **more: Any) -> None:
        pack = self.decision.pack
        TakenItem.objects.create(
            decision=self.decision,
            line=pack.publisher.line,
            organisation=self.organisation,
            kind=standing.item.kind,
            key=standing.item.key,
            document=document,
            was_new=standing.state == NEW,
            **more,
        )

    def _framework(self, standing: Standing) -> None:
        """Make a framework's data what came of bringing both versions together. Data has no draft: it holds at once."""
        item = standing.item
        code = item.about["code"]
        here = Framework.objects.filter(code=code).first()
        try:
            content = read_framework({ABOUT: item.about, **standing.result}, item.title)
            plan = preview(with_wording(content, snapshot(here) if here else None), with_pages=False)
        except (ExchangeError, PackRefused) as error:
            raise PackRefused(f"{item.title} cannot be taken: {error}") from None
        framework = apply_import(plan, account=self.account, with_pages=False)
        self._note(standing, item.document, framework=framework.code)

    def _create(self, standing: Standing) -> Page:
        """Make a page that nobody sees yet, where its kind belongs."""
        item = standing.item
        model: type[Page] = page_models()[item.about["type"]]
        parent = self._parent(standing, model)
        page = model(slug=_free_slug(parent, item.document["slug"]), live=False, has_unpublished_changes=True)
        page.owner, page.locale = self.account, Locale.objects.get(language_code=item.about["language"])
        self._keep_key(page, item.key)
        if isinstance(page, OwnedPage):
            page.organisation, page.content_owner = self.organisation, self.account.person
            page.review_on = local_today() + REVIEWED_AFTER
        store_fields(page, item.document, set(item.document), self.rows)
        try:
            parent.add_child(instance=page)
        except ValidationError as error:
            raise PackRefused(f"{item.title} cannot be taken: {problem_of(error)}") from None
        self.rows.pages = {**self.rows.pages, item.key: page.pk}
        self._put_in_order(page, parent, item.key)
        return page

    def _keep_key(self, page: Page, key: str) -> None:
        """Let the page carry the publisher's key on, unless a page of this site has it."""
        if not Page.objects.filter(translation_key=key[:36], locale=page.locale).exists():
            page.translation_key = key[:36]

    def _parent(self, standing: Standing, model: type[Page]) -> Page:
        about, title = standing.item.about, standing.item.title
        if about["parent"]:
            pk = self.rows.pages.get(about["parent"])
            parent = Page.objects.filter(pk=pk).first()
        else:
            kinds = [one for one in model.allowed_parent_page_models() if one._meta.label not in page_models()]
            places = Page.objects.type(*kinds).order_by("path")
            parent = places.filter(slug=about["place"]).first() or places.first()
        parent = parent.specific if parent else None
        if parent is None or type(parent) not in parents_of(model):
            raise PackRefused(f"{title} cannot be taken: there is no page here below which it could stand.")
        may = parent.permissions_for_user(self.account)
        if not (may.can_edit() if model is SiblingPage else may.can_add_subpage()):
            raise PackRefused(
                f"{title} cannot be taken: you may not add pages below ‘{parent}’. Ask your administrator."
            )
        return parent

    def _put_in_order(self, page: Page, parent: Page, key: str) -> None:
        """Move a page that is new below one that was here behind the page it stands behind in the pack."""
        of_parent = next((one.item for one in self.local.found if one.page and one.page.pk == parent.pk), None)
        order = of_parent.about["children"] if of_parent and "children" in of_parent.about else []
        before = order[: order.index(key)] if key in order else []
        known = [self.rows.pages[one] for one in before if one in self.rows.pages]
        neighbour = Page.objects.child_of(parent).filter(pk__in=known[-1:]).first()
        if neighbour is not None and Page.objects.get(pk=page.pk).get_prev_sibling() != neighbour:
            Page.objects.get(pk=page.pk).move(neighbour, pos="right", user=self.account)
            page.refresh_from_db(fields=["path", "url_path"])

    def _first_draft(self, standing: Standing, page: Page, new: set[str]) -> None:
        item = standing.item
        page = page.specific_class.objects.get(pk=page.pk)  # pages have been put below it since
        words = json.dumps(without_about(item.document))
        if any(key in words for key in new):
            store_fields(page, item.document, set(item.document), self.rows)  # what it links to is here by now
            page.save()
        revision = page.save_revision(user=self.account, log_action=True)
        self._note(standing, item.document, page_id=page.pk, wrote=revision)

    def _draft(self, standing: Standing) -> None:
        """Write what came of bringing both versions together as a draft; nothing to write is noted all the same."""
        here, ours, result = standing.page, standing.ours or {}, standing.result
        changed = {name for name in result if not same(ours.get(name), result[name])}
        wrote = before = None
        if changed and here is not None:
            page = here.get_latest_revision_as_object()
            before = here.latest_revision or here.save_revision(user=self.account)
            store_fields(page, result, changed, self.rows)
            try:
                wrote = page.save_revision(user=self.account, log_action=True)
            except ValidationError as error:
                raise PackRefused(f"{standing.item.title} cannot be taken: {problem_of(error)}") from None
        self._note(standing, standing.item.document, page=here, wrote=wrote, before=before)

    def _questions(self, standing: Standing) -> None:
        item = standing.item
        module = ModulePage.objects.get(pk=self.rows.pages[item.parent])
        lessons = LessonPage.objects.child_of(module).in_bulk()
        found = {key: lessons[pk] for key, pk in self.rows.pages.items() if pk in lessons}
        ours = {one["id"]: one for one in (standing.ours or EMPTY)["questions"]}
        result = standing.result
        wanted = {one["id"] for one in result["questions"] if not same(ours.get(one["id"]), one)}
        drafts = [draft for code, draft in drafts_of(result, found).items() if code in wanted]
        kept, left = take_drafts(module, drafts, by=self.account.person)
        self.left += [f"Question {row.code}: {row.problems[0].words}" for row in left]
        document = self._as_taken(standing, module, {row.code for row in left})
        made = [version.pk for version in kept if version.times_saved == 1]
        self._note(standing, document, page=module, versions=made)

    def _as_taken(self, standing: Standing, module: ModulePage, left: set[str]) -> Document:
        """Return what counts as taken: what was left out now comes up again with the next version."""
        earlier = self.local.taken.get(standing.item.key)
        document = dict(standing.item.document)
        document["questions"] = [one for one in document["questions"] if one["id"] not in left]
        if module.live:
            before = earlier.document if earlier else {}
            document = {name: value for name, value in document.items() if name not in SETTINGS}
            document.update({name: before[name] for name in SETTINGS if name in before})
        else:
            self._settings(module, standing.result)
        return document

    def _settings(self, module: ModulePage, result: Document) -> None:
        code, _, level = str(result["level"] or "").partition("/")
        found = Level.objects.filter(framework__code=code, code=level).first()
        if not result["title"] or found is None:
            return
        served = set(module.competencies.values_list("code", flat=True))
        rows = [Line(row["competency"], row["count"], row["difficulty"]) for row in result["blueprint"]]
        lines = tuple(row for row in rows if row.competency in served)
        given = SettingsGiven(result["title"], found, result["pass_mark"], lines)
        save_settings(module, given, by=self.account.person, anyway=True)

    def _medium(self, model: type[Model], name: dict[str, Any]) -> int:
        """Return the picture or document that a reference means: one that is here, or one that is made now."""
        mark = _mark(model, name)
        if mark not in self.media:
            self.media[mark] = self._here(model, name) or self._made(model, name)
        return self.media[mark]

    def _here(self, model: type[Any], name: dict[str, Any]) -> int | None:
        rows = model._default_manager.filter(file_hash=self._sha1(name), title=name["title"])
        if "description" in name:
            focus = name.get("focus") or [None] * len(FOCUS)
            rows = rows.filter(description=name["description"], **dict(zip(FOCUS, focus, strict=True)))
        found = rows.values_list("pk", flat=True).first()
        return int(found) if found is not None else None

    def _sha1(self, name: dict[str, Any]) -> str:
        """Return the hash by which Wagtail knows a file."""
        return hashlib.sha1(self.arrived.media[name["media"]], usedforsecurity=False).hexdigest()

    def _made(self, model: type[Any], name: dict[str, Any]) -> int:
        ending = name["media"].rpartition(".")[2]
        row = model(title=name["title"] or name["media"], uploaded_by_user=self.account)
        if model is get_image_model():
            row.description = name.get("description", "")
            for field, value in zip(FOCUS, name.get("focus") or [None] * len(FOCUS), strict=True):
                setattr(row, field, value)
        content = ContentFile(self.arrived.media[name["media"]], f"{slugify(row.title)[:60] or 'file'}.{ending}")
        row.file.save(content.name, content, save=False)
        self.files.append(row.file)
        row.file_size, row.file_hash = row.file.size, self._sha1(name)
        row.save()
        return int(row.pk)


def _mark(model: Any, name: Any) -> str:
    return f"{model._meta.label}:{json.dumps(name, sort_keys=True)}"


def _free_slug(parent: Page, wanted: str) -> str:
    """Return an address that no page below the parent has."""
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    number, slug = 2, wanted
    while slug in taken:
        slug, number = f"{wanted[:240]}-{number}", number + 1
    return slug
