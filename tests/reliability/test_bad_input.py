"""Whatever arrives at an address of the rooms that people write to, nobody ever meets an error page."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client

from learning.content.queries import snapshot
from learning.enrolment.models import PinnedLesson
from tests.architecture.examples import ashas_things
from tests.architecture.test_addresses import OURS
from tests.assessment.papers import attempt_with_every_kind
from tests.authoring.changed_lessons import blocks, change, new_check
from tests.conftest import account_of, kept_for_the_module
from tests.reliability.hostile import FORM, HOSTILE_BODIES, HOSTILE_QUERIES, HOSTILE_TEXTS

PACKS = ("packs:offer", "packs:end_offer", "packs:follow", "packs:look", "packs:stop_following")
ROOMS = ("jobs:", "content:", "enrolment:", "assessment:", "search:", "reviews:", "people:language", "offered:", *PACKS)
RIGHTFUL = {
    "line-manager": "omar",
    "practice": "omar",
    "page-authors": "priya",
    "reviewers": "tess",
    "authors": "priya",
}
HTML, JSON, HTMX = {}, {"accept": "application/json"}, {"hx-request": "true"}
CHOICES = ("choice", "place-0", "match-0")
NEW_CHECK = "5a0c8f1e-6f0b-4a52-9d25-0d7a1c1f9b3e"
FIELDS = {
    "jobs:cancel": (),
    "jobs:again": (),
    "content:choose_handbook": ("elements", "parts", "wanted", "client_id"),
    "content:contribute": ("client_id", "words", "group", "how_many", "name", "may_show", "may_name"),
    "packs:offer": ("anew",),
    "packs:end_offer": (),
    "packs:follow": ("address",),
    "packs:look": (),
    "packs:stop_following": (),
    "people:language": ("language", "next"),
    "reviews:review": ("decision", "reason", "client_id", "review"),
    "reviews:say": ("comment", "client_id"),
    "reviews:manage": ("do", "reason"),
    "reviews:ask": ("person",),
    "enrolment:take": ("client_id",),
    "enrolment:keep": ("client_id",),
    "enrolment:changes": ("client_id", "version", f"choice-{NEW_CHECK}"),
    "enrolment:start": ("client_id",),
    "enrolment:position": ("block",),
    "enrolment:complete": ("client_id",),
    "enrolment:answer": ("client_id", "choice", "text", "seen"),
    "assessment:start": ("client_id",),
    "assessment:question": ("client_id", "go", *CHOICES),
    "assessment:submit": ("client_id",),
    "assessment:observe": (
        "client_id",
        "observed_on",
        "setting",
        "judgement",
        "went_well",
        "next_step",
        "rating-a",
    ),
    "assessment:revoke": ("reason",),
}
GOOD = {
    "elements": "masoss-mindset",
    "parts": "competencies",
    "wanted": "pdf",
    "text": "A thought.",
    "observed_on": date.today().isoformat(),  # noqa: DTZ011
    "setting": "HOME",
    "judgement": "COMPETENT",
    "went_well": "She asked first.",
    "reason": "It was entered by mistake.",
    **{f"rating-{key}": "SEEN" for key in "abcd"},
    **{f"match-{place}": str(place) for place in range(5)},
    **{f"place-{place}": str(place + 1) for place in range(5)},
    "choice": "0",
    "words": "Ask me first.",
    "group": "DRAW_ON_SUPPORT",
    "how_many": "1",
    "may_show": "on",
    "language": "cy",
    "comment": "It reads well.",
    "version": "2",
}


def rightful(row: dict[str, str]) -> str:
    return RIGHTFUL.get(row["who"], "asha")


def client_of(name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account_of(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker) -> Iterator[dict[str, list[tuple[str, str]]]]:
    with kept_for_the_module(django_db_blocker):
        yield _targets()


@pytest.fixture
def targets(kept, db) -> dict[str, list[tuple[str, str]]]:
    """Return name of the address → who may use it, and paths that lead to something of Asha's."""
    return kept


def _targets() -> dict[str, list[tuple[str, str]]]:
    things = ashas_things()
    found = {
        row["name"]: [(rightful(row), path) for path in things.paths(row["route"], row["name"])]
        for row in OURS
        if row["name"].startswith(ROOMS)
    }
    changed = things.lesson.lesson
    change(changed, "MATERIAL", by=account_of("priya"), raw=[*blocks(changed), new_check(block_id=NEW_CHECK)])
    found["enrolment:answer"] = list(_questions_of(things.lesson))
    attempt = attempt_with_every_kind(account_of("asha").person, "aspirations")
    asked = {question.version.kind: question.position for question in attempt.questions.select_related("version")}
    found["assessment:question"] = found["assessment:question"][:1] + [
        ("asha", f"/assessment/attempts/{attempt.uuid}/{place}/") for place in asked.values()
    ]
    return found


def _questions_of(pinned: PinnedLesson) -> Iterator[tuple[str, str]]:
    """Return a check and a reflection of the module that the lesson is of."""
    seen = set()
    for lesson in pinned.study.lessons.select_related("lesson", "study__module"):
        for segment in snapshot(lesson.revision_id).segments:
            if segment.is_answered and segment.kind not in seen:
                seen.add(segment.kind)
                yield "asha", f"/learning/mindset/{lesson.lesson.slug}/answers/{segment.id}/"


BAD_PATHS = [
    "/media/images/" + "x" * 5000,
    "/media/images/" + "x/" * 3000,
    "/media/images/%00",
    "/media/images/../../../etc/passwd",
    "/media/%ff%fe",
    f"/assessment/observe/00000000-0000-4000-8000-000000000000/{2**63}/",
    f"/assessment/observe/00000000-0000-4000-8000-000000000000/{'9' * 5000}/",
    f"/assessment/attempts/00000000-0000-4000-8000-000000000000/{2**63}/",
    f"/learning/{'x' * 5000}/",
    f"/learning/mindset/{'x' * 5000}/",
    "/learning/mindset%00/",
    "/learning/%ed%a0%80/",
]
ANSWERS = {"enrolment:answer", "assessment:question"}
POSTS = [row["name"] for row in OURS if "POST" in row["methods"] and row["name"].startswith(ROOMS)]
GETS = [row["name"] for row in OURS if "GET" in row["methods"] and row["name"].startswith(ROOMS)]


def post(client: Client, path: str, body: dict[str, str] | list, kind: dict[str, str] = HTML) -> int:
    return client.post(path, urlencode(body), content_type=FORM, headers=kind).status_code


def good_body() -> dict[str, str]:
    return {**GOOD, "client_id": str(uuid.uuid4())}


def test_the_walk_meets_every_writing_address_of_the_rooms(targets):
    assert set(POSTS) == set(FIELDS)
    assert all(targets[name] for name in POSTS)
    assert len(targets["assessment:question"]) == 5


@pytest.mark.parametrize("name", POSTS)
def test_no_bad_field_among_good_ones_brings_an_error_page(targets, name):
    wrong = []
    for who, path in targets[name]:
        client = client_of(who)
        for field in FIELDS[name]:
            for label, text in HOSTILE_TEXTS.items():
                status = post(client, path, good_body() | {field: text}, JSON if name in ANSWERS else HTML)
                if status >= 500:
                    wrong.append((path, field, label, status))
    assert not wrong


@pytest.mark.parametrize("kind", [HTML, JSON, HTMX], ids=["page", "json", "htmx"])
@pytest.mark.parametrize("name", POSTS)
def test_no_form_that_is_bad_all_through_brings_an_error_page(targets, name, kind):
    wrong = []
    who, path = targets[name][-1]
    client = client_of(who)
    for label, text in HOSTILE_TEXTS.items():
        for client_id in (str(uuid.uuid4()), text):
            body = dict.fromkeys(FIELDS[name], text[:20_000]) | {"client_id": client_id[:20_000]}
            status = post(client, path, body, kind)
            if status >= 500:
                wrong.append((path, label, status))
    assert not wrong


@pytest.mark.parametrize("name", POSTS)
def test_no_missing_or_repeated_field_brings_an_error_page(targets, name):
    wrong = []
    for who, path in targets[name]:
        client = client_of(who)
        for field in FIELDS[name]:
            body = good_body()
            without = {key: value for key, value in body.items() if key != field}
            thrice = [*body.items(), *[(field, body.get(field, "1"))] * 2]
            for sent in (without, thrice):
                status = post(client, path, sent)
                if status >= 500:
                    wrong.append((path, field, status))
    assert not wrong


@pytest.mark.parametrize("name", POSTS)
def test_no_hostile_body_brings_an_error_page(targets, name):
    wrong = []
    who, path = targets[name][-1]
    client = client_of(who)
    for label, (body, kind) in HOSTILE_BODIES.items():
        status = client.generic("POST", path, body, content_type=kind).status_code
        if status >= 500:
            wrong.append((path, label, status))
    assert not wrong


@pytest.mark.parametrize("name", GETS)
def test_no_hostile_query_string_brings_an_error_page(targets, name):
    wrong = []
    who, path = targets[name][-1]
    client = client_of(who)
    for query in HOSTILE_QUERIES:
        status = client.get(path + query).status_code
        if status >= 500:
            wrong.append((path, query[:80], status))
    assert not wrong


@pytest.mark.parametrize("path", BAD_PATHS, ids=[path[:40] for path in BAD_PATHS])
def test_no_hostile_path_brings_an_error_page(asha, path):
    assert client_of("asha").get(path).status_code == 404
