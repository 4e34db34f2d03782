"""Nothing is lost on the way: what was written there, taken here and sent on is the same, part by part."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wagtail.images import get_image_model
from wagtail.models import Page

from framework.models import Competency
from learning.assessment.actions.imports import take_drafts
from learning.assessment.models import Assessment, BlueprintRow, QuestionVersion
from learning.assessment.rules.questions import OptionDraft, QuestionDraft
from learning.content.models import LearningIndexPage, LessonPage, ModulePage, SiblingKind
from learning.content.siblings.actions import make_sibling
from learning.people.models import Unit
from learning.people.queries import local_today
from learning.sharing.actions.taking import take_pack
from learning.sharing.queries.packing import Choice, gather
from tests.sharing.councils import SOUTHMERE, brought, mina, pack_of, standings_of

pytestmark = pytest.mark.django_db
LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"])
WORDS = st.text(LETTERS, min_size=1, max_size=60).map(str.strip).filter(bool)
LINES = st.text(LETTERS | st.just("\n"), max_size=120)
LINKS = st.sampled_from(["https://example.org/a?b=1&amp;c=2", "mailto:a@example.org"])
INLINE = st.one_of(
    st.sampled_from(["plain", "a &amp; b", "3 &lt; 4", "né", "“so”"]),
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["b", "i", "strong"]), st.sampled_from(["one", "two words"])),
    st.builds('<a href="{}">there</a>'.format, LINKS),
)
PARAGRAPH = st.lists(INLINE, min_size=1, max_size=3).map(lambda parts: f"<p>{' '.join(parts)}</p>")
HTML = st.lists(PARAGRAPH | st.just("<ul><li>one</li><li>two</li></ul>"), max_size=3).map("".join)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h%dz"/></svg>'


def items(values):
    return st.lists(values, min_size=1, max_size=3).map(
        lambda found: [{"type": "item", "id": str(uuid.uuid4()), "value": one} for one in found]
    )


STEPS = items(st.fixed_dictionaries({"title": WORDS, "html": HTML}))
OPTIONS = items(st.fixed_dictionaries({"text": WORDS, "correct": st.booleans(), "feedback": WORDS}))
VALUES = {
    "heading": WORDS,
    "text": HTML,
    "callout": st.fixed_dictionaries(
        {"kind": st.sampled_from(["remember", "try_this", "take_care"]), "title": WORDS, "html": HTML}
    ),
    "quotation": st.fixed_dictionaries({"text": LINES, "who": WORDS, "source": WORDS}),
    "steps": st.fixed_dictionaries({"title": WORDS, "steps": STEPS}),
    "reveal": st.fixed_dictionaries({"question": WORDS, "answer": HTML}),
    "reflection": st.fixed_dictionaries({"prompt": LINES, "help": LINES}),
    "knowledge_check": st.fixed_dictionaries(
        {"kind": st.sampled_from(["single", "multiple"]), "stem": LINES, "options": OPTIONS}
    ),
    "image": st.fixed_dictionaries({"image": st.integers(1, 3), "alt": LINES, "caption": st.just("") | WORDS}),
}
BLOCK = st.sampled_from(sorted(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))
PICTURE_LINES = st.lists(
    st.fixed_dictionaries({"words": LINES, "alt": WORDS, "picture": st.none() | st.integers(1, 3)}), max_size=2
)
VERSION = st.fixed_dictionaries(
    {
        "title": WORDS,
        "lead": LINES,
        "own": st.lists(BLOCK, max_size=2),
        "lines": PICTURE_LINES,
        "to_be_checked": st.booleans(),
    }
)
VERSIONS = st.dictionaries(st.sampled_from(list(SiblingKind)), VERSION, max_size=2)
LESSON = st.fixed_dictionaries(
    {"title": WORDS, "aim": WORDS, "blocks": st.lists(BLOCK, max_size=5), "versions": VERSIONS}
)
OPTION = st.builds(OptionDraft, text=WORDS, feedback=WORDS, misconception=st.sampled_from(["", "service-first"]))
QUESTION = st.tuples(st.lists(OPTION, min_size=2, max_size=5, unique_by=lambda one: one.text), WORDS)
MODULE = st.fixed_dictionaries(
    {
        "title": WORDS,
        "summary": WORDS,
        "sources": st.lists(st.fixed_dictionaries({"title": WORDS, "detail": LINES, "url": st.just("")}), max_size=2),
        "lessons": st.lists(LESSON, max_size=3),
        "questions": st.lists(QUESTION, max_size=4),
        "pass_mark": st.integers(1, 100),
    }
)


ONLY_SPACES = {
    "title": "Kept",
    "summary": "As it is.",
    "sources": [],
    "lessons": [
        {
            "title": "One",
            "aim": "Spaces are words to nobody.",
            "blocks": [("reflection", {"prompt": "\xa0", "help": " "})],
            "versions": {
                SiblingKind.WELSH: {
                    "title": "Un",
                    "lead": "",
                    "own": [],
                    "lines": [{"words": "\xa0", "alt": "A line", "picture": None}],
                    "to_be_checked": False,
                }
            },
        }
    ],
    "questions": [],
    "pass_mark": 50,
}


def picture(number: int):
    found = get_image_model().objects.filter(title=f"Picture {number}").first()
    file = ContentFile(SVG % number, f"picture-{number}.svg")
    return found or get_image_model().objects.create(title=f"Picture {number}", description="A line", file=file)


def stored(kind: str, value):
    return {**value, "image": picture(value["image"]).pk} if kind == "image" else value


def block(kind: str, value) -> dict:
    return {"type": kind, "id": str(uuid.uuid4()), "value": stored(kind, value)}


def written(data: dict, organisation: Unit, owner) -> ModulePage:
    """The module as an author writes it, published."""
    slug = f"m-{uuid.uuid4().hex[:8]}"
    module = ModulePage(
        title=data["title"],
        slug=slug,
        summary=data["summary"],
        organisation=organisation,
        content_owner=owner.person,
        review_on=local_today(),
        sources=[block("source", one) for one in data["sources"]],
    )
    LearningIndexPage.objects.get().add_child(instance=module)
    competency = Competency.objects.get(code="masoss-m1")
    module.competencies.set([competency])
    module.save_revision().publish()
    for number, lesson in enumerate(data["lessons"]):
        body = [block(kind, value) for kind, value in lesson["blocks"]]
        page = LessonPage(title=lesson["title"], slug=f"l-{number}", aim=lesson["aim"], body=body)
        module.add_child(instance=page)
        page.save_revision().publish()
        for kind, words in lesson["versions"].items():
            write_version(page, kind, words, owner)
    _bank(module, data, competency, owner)
    return module


def with_picture(line: dict) -> dict:
    return {**line, "picture": picture(line["picture"]).pk if line["picture"] else None}


def write_version(page: LessonPage, kind: SiblingKind, words: dict, owner) -> None:
    """The lesson's own blocks, some of its own, and pictures beside lines."""
    draft = make_sibling(LessonPage.objects.get(pk=page.pk), kind, by=owner).get_latest_revision_as_object()
    draft.title, draft.lead, draft.to_be_checked = words["title"], words["lead"], words["to_be_checked"]
    lines = [{"type": "item", "id": str(uuid.uuid4()), "value": with_picture(one)} for one in words["lines"]]
    beside = {"type": "picture_lines", "id": str(uuid.uuid4()), "value": {"lines": lines}}
    own = [block(name, value) for name, value in words["own"]]
    draft.body = json.dumps([*map(dict, draft.body.raw_data), *own, beside])
    draft.save_revision().publish()


def _bank(module, data: dict, competency: Competency, owner) -> None:
    revisit = "l-0" if data["lessons"] else ""
    drafts = [
        QuestionDraft(f"q{number}", "ORDERING", stem, competency.code, "APPLIED", revisit, tuple(options))
        for number, (options, stem) in enumerate(data["questions"])
    ]
    _, left = take_drafts(module, drafts, by=owner.person)
    assert not left
    level = competency.element.framework.levels.first()
    assessment = Assessment.objects.create(module=module, title="Check", level=level, pass_mark=data["pass_mark"])
    BlueprintRow.objects.create(assessment=assessment, competency=competency, count=1)
    approve(module)


def approve(module) -> None:
    QuestionVersion.objects.filter(question__module=module).update(state="APPROVED", is_current=True)


def documents(organisation: Unit, module: ModulePage) -> dict[str, dict]:
    return gather(organisation, Choice(pages=(module.pk,))).documents


def as_of(found: dict[str, dict], keys: dict[str, str]) -> str:
    """Documents as one text, with the keys of one installation in place of the other's: here both share a database."""
    text = json.dumps(found, sort_keys=True, ensure_ascii=False)
    for one, other in keys.items():
        text = text.replace(one, other)
    return json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=MODULE)
@example(data=ONLY_SPACES)
def test_what_was_written_there_taken_here_and_sent_on_is_the_same(data, priya):
    lead = mina()
    module = written(data, Unit.objects.get(name="Northvale Council"), priya)
    theirs = documents(module.organisation, module)
    received = brought(pack_of(priya, Choice(pages=(module.pk,)), name=module.slug), lead)
    decision, left = take_pack(received, standings_of(received, lead), by=lead)
    assert left == []
    assert {one.state for one in standings_of(received, lead).values()} == {"UNCHANGED"}
    copies = {item.key: item.page for item in decision.items.filter(kind="PAGE").select_related("page")}
    for page in copies.values():
        page.specific.get_latest_revision().publish()
    copy = ModulePage.objects.get(pk=copies[str(module.translation_key)].pk)
    approve(copy)
    keys = {str(Page.objects.get(pk=page.pk).translation_key): key for key, page in copies.items()}
    ours = documents(Unit.objects.get(name=SOUTHMERE), copy)
    slugs = {f'"slug": "{copy.slug}"': f'"slug": "{module.slug}"'}
    assert as_of(ours, {**keys, **slugs}) == as_of(theirs, {})
