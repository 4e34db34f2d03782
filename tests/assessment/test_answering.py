"""The pages of an attempt: answering each kind, what is refused, two windows, and that no key leaks."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from learning.assessment.actions import submit_attempt
from learning.assessment.answers import form_values, match_order
from learning.assessment.models import Attempt, AttemptQuestion, QuestionKind
from tests.assessment.papers import asked_of_kind, attempt_with_every_kind
from tests.stories import answer_right, begin_attempt

JSON = {"accept": "application/json"}
every_kind = pytest.mark.parametrize("kind", QuestionKind.values)


@pytest.fixture
def attempt(asha) -> Attempt:
    return attempt_with_every_kind(asha.person, "aspirations")


@pytest.fixture
def hers(asha, signed_in) -> Client:
    return signed_in(asha)


def address(asked: AttemptQuestion) -> str:
    return reverse("assessment:question", args=[asked.attempt.uuid, asked.position])


def form(asked: AttemptQuestion, chosen: list[str]) -> dict:
    """Return the fields a browser sends for an answer."""
    fields = form_values(asked, chosen)
    body: dict = {"client_id": str(uuid.uuid4())}
    prefix = {"ORDERING": "place-", "MATCHING": "match-"}.get(asked.version.kind)
    if prefix:
        return body | {f"{prefix}{place}": value for place, value in fields.items()}
    return body | {"choice": [str(place) for place in fields]}


@every_kind
def test_the_right_answer_goes_through_the_form_and_is_kept_by_its_keys(hers, attempt, kind):
    asked = asked_of_kind(attempt, kind)
    right = list(asked.version.key.right)
    response = hers.post(address(asked), form(asked, right))
    assert response.status_code == 302
    kept = asked.responses.get().chosen
    assert (sorted(kept) if kind == "MULTIPLE" else kept) == (sorted(right) if kind == "MULTIPLE" else right)


@every_kind
def test_nothing_answered_is_kept_as_nothing(hers, attempt, kind):
    asked = asked_of_kind(attempt, kind)
    assert hers.post(address(asked), {"client_id": str(uuid.uuid4())}).status_code == 302
    assert asked.responses.get().chosen == []


@every_kind
def test_an_answer_stands_in_the_form_when_she_comes_back(hers, attempt, kind):
    asked = asked_of_kind(attempt, kind)
    hers.post(address(asked), form(asked, list(asked.version.key.right)))
    shown = hers.get(address(asked)).context["options"]
    given = form_values(asked, list(asked.version.key.right))
    assert {row.place: row.chosen for row in shown if row.chosen} == given


BAD = [
    ("SINGLE", {"choice": ["99"]}, "Choose from the answers shown."),
    ("SINGLE", {"choice": ["a"]}, "Choose from the answers shown."),
    ("SINGLE", {"choice": ["-1"]}, "Choose from the answers shown."),
    ("SINGLE", {"choice": ["9" * 5000]}, "Choose from the answers shown."),
    ("SINGLE", {"choice": ["0", "1"]}, "Choose one answer."),
    ("MULTIPLE", {"choice": ["0", "\x00"]}, "Choose from the answers shown."),
    ("ORDERING", {"place-0": "1", "place-1": "1"}, "Give every line a different number"),
    ("ORDERING", {"place-0": "x"}, "Give every line a different number"),
    ("MATCHING", {"match-0": "0"}, "Choose a match for every line."),
    ("MATCHING", {"match-0": "9" * 5000}, "Choose a match for every line."),
]


@pytest.mark.parametrize(("kind", "fields", "problem"), BAD)
def test_a_bad_answer_is_refused_in_words_and_nothing_is_kept(hers, attempt, kind, fields, problem):
    asked = asked_of_kind(attempt, kind)
    body = {"client_id": str(uuid.uuid4()), **fields}
    page = hers.post(address(asked), body)
    assert page.status_code == 422
    assert problem in page.content.decode()
    as_json = hers.post(address(asked), body, headers=JSON)
    assert as_json.status_code == 422
    assert problem in as_json.json()["problem"]
    assert asked.responses.count() == 0


def test_a_refused_order_stays_as_it_was_typed(hers, attempt):
    asked = asked_of_kind(attempt, "ORDERING")
    body = {"client_id": str(uuid.uuid4()), "place-0": "2", "place-1": "2"}
    shown = hers.post(address(asked), body).context["options"]
    assert [row.chosen for row in shown][:3] == ["2", "2", ""]


@pytest.mark.parametrize("client_id", ["", "nonsense"])
def test_a_page_out_of_date_says_so_and_keeps_the_choice(hers, attempt, client_id):
    asked = asked_of_kind(attempt, "SINGLE")
    response = hers.post(address(asked), {"client_id": client_id, "choice": "1"})
    assert response.status_code == 422
    assert "This page is out of date." in response.content.decode()
    assert [row.place for row in response.context["options"] if row.chosen] == [1]
    assert asked.responses.count() == 0


@pytest.mark.parametrize(
    ("moment", "shown"),
    [(datetime(2026, 7, 1, 9, 42, tzinfo=UTC), "10:42"), (datetime(2026, 12, 1, 10, 42, tzinfo=UTC), "10:42")],
)
def test_it_says_when_it_was_saved_by_the_clock_on_the_wall(asha, signed_in, attempt, moment, shown):
    asked = asked_of_kind(attempt, "SINGLE")
    with time_machine.travel(moment, tick=False):
        client = signed_in(asha)
        saved = client.post(address(asked), form(asked, [asked.option_order[0]]), headers=JSON).json()
        assert saved == {"saved": shown, "answer": asked.responses.get().pk}
        assert f"Saved {shown}" in client.get(address(asked)).content.decode()


def test_the_same_answer_sent_twice_counts_once(hers, attempt):
    asked = asked_of_kind(attempt, "SINGLE")
    body = form(asked, [asked.option_order[0]])
    first = hers.post(address(asked), body, headers=JSON).json()
    assert hers.post(address(asked), {**body, "choice": "1"}, headers=JSON).json() == first
    assert asked.responses.count() == 1


def test_in_two_windows_the_last_answer_counts_until_it_is_handed_in(hers, attempt):
    asked = asked_of_kind(attempt, "SINGLE")
    for key in asked.option_order[:2]:
        hers.post(address(asked), form(asked, [key]))
    submit_attempt(attempt)
    late = form(asked, [asked.option_order[2]])
    page = hers.post(address(asked), late, follow=True)
    assert page.redirect_chain[-1][0] == reverse("assessment:outcome", args=[attempt.uuid])
    assert "You have handed this attempt in, so its answers no longer change" in page.content.decode()
    as_json = hers.post(address(asked), late, headers=JSON)
    assert as_json.status_code == 409
    assert "handed this attempt in" in as_json.json()["problem"]
    assert asked.responses.count() == 2


def test_the_attempt_leads_to_the_first_open_question_then_the_review_then_the_outcome(hers, attempt):
    start = reverse("assessment:attempt", args=[attempt.uuid])
    assert hers.get(start).url == reverse("assessment:question", args=[attempt.uuid, 1])
    answer_right(attempt, leave_out=1)
    assert hers.get(start).url == reverse("assessment:question", args=[attempt.uuid, 8])
    assert (
        "1 question is not answered yet" in hers.get(reverse("assessment:review", args=[attempt.uuid])).content.decode()
    )
    answer_right(attempt)
    assert hers.get(start).url == reverse("assessment:review", args=[attempt.uuid])
    hers.post(reverse("assessment:submit", args=[attempt.uuid]))
    outcome = reverse("assessment:outcome", args=[attempt.uuid])
    for page in (start, reverse("assessment:review", args=[attempt.uuid]), address(attempt.questions.first())):
        assert hers.get(page).url == outcome
    assert "You passed" in hers.get(outcome).content.decode()


def test_there_is_no_outcome_before_handing_in(hers, attempt):
    response = hers.get(reverse("assessment:outcome", args=[attempt.uuid]))
    assert response.url == reverse("assessment:attempt", args=[attempt.uuid])


def test_nothing_of_what_is_right_leaves_the_server_before_handing_in(hers, attempt):
    pages = [hers.get(reverse("assessment:review", args=[attempt.uuid]))]
    for asked in attempt.questions.select_related("version").prefetch_related("version__options"):
        pages.append(hers.get(address(asked)))
        pages.append(hers.post(address(asked), form(asked, list(asked.version.key.right)), headers=JSON))
        pages.append(hers.get(address(asked)))
        text = "".join(page.content.decode() for page in pages[-3:])
        for option in asked.version.options.all():
            assert option.feedback not in text
            assert not option.misconception or option.misconception not in text
            assert f'value="{option.key}"' not in text
        assert "correct" not in text.lower()
        assert attempt.seed not in text


def test_right_sides_do_not_stand_beside_their_left_sides(hers, attempt):
    asked = asked_of_kind(attempt, "MATCHING")
    rights = hers.get(address(asked)).context["rights"]
    texts = {option.match: option.key for option in asked.version.options.all()}
    shown = [texts[text] for _, text in rights]
    assert shown == match_order(asked)
    assert shown != asked.option_order


def test_a_new_order_is_shown_to_everybody_and_is_the_same_on_every_visit(hers, attempt):
    asked = asked_of_kind(attempt, "ORDERING")
    once, twice = ([row.option.key for row in hers.get(address(asked)).context["options"]] for _ in range(2))
    assert once == twice == asked.option_order
    assert once != list(asked.version.key.right)


@pytest.mark.parametrize("who", ["sam", "omar", "ngozi", "lena", "admin"])
def test_an_attempt_is_nobody_elses(attempt, signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))
    for name in ("attempt", "review", "outcome"):
        assert client.get(reverse(f"assessment:{name}", args=[attempt.uuid])).status_code == 404
    asked = attempt.questions.first()
    assert client.get(address(asked)).status_code == 404
    assert client.post(address(asked), form(asked, [])).status_code == 404
    assert client.post(reverse("assessment:submit", args=[attempt.uuid])).status_code == 404
    attempt.refresh_from_db()
    assert attempt.is_open
    assert asked.responses.count() == 0


def test_sam_finds_no_assessment(sam, signed_in):
    client = signed_in(sam)
    assert client.get(reverse("assessment:assessment", args=["mindset"])).status_code == 404
    body = {"client_id": str(uuid.uuid4())}
    assert client.post(reverse("assessment:start", args=["mindset"]), body).status_code == 404
    assert "There is nothing to check yet." in client.get(reverse("assessment:index")).content.decode()


def test_strangers_are_sent_to_sign_in(attempt):
    client = Client()
    for name in ("attempt", "review", "outcome"):
        response = client.get(reverse(f"assessment:{name}", args=[attempt.uuid]))
        assert response.url.startswith("/accounts/login/?next=")
    assert client.post(reverse("assessment:submit", args=[attempt.uuid])).status_code == 403


PAGES = [("question", 12), ("review", 12), ("outcome", 40)]


@pytest.mark.parametrize(("name", "most"), PAGES)
def test_its_pages_cost_few_queries(hers, asha, attempt, django_assert_max_num_queries, name, most):
    answer_right(attempt)
    if name == "outcome":
        submit_attempt(attempt)
    args = [attempt.uuid, 1] if name == "question" else [attempt.uuid]
    with django_assert_max_num_queries(most):
        assert hers.get(reverse(f"assessment:{name}", args=args)).status_code == 200


@pytest.mark.parametrize("who", ["asha", "omar", "lena"])
def test_the_assessment_pages_cost_few_queries(signed_in, request, who, django_assert_max_num_queries):
    account = request.getfixturevalue(who)
    begin_attempt(account.person, "mindset")
    client = signed_in(account)
    for path in (reverse("assessment:index"), reverse("assessment:assessment", args=["mindset"])):
        with django_assert_max_num_queries(25):
            assert client.get(path).status_code == 200
