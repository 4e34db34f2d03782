"""Omar judges Asha's practice: who may, what the form asks for, and what follows from it in the same transaction."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from learning.assessment.models import AnchorRating, Award, Evidence, Observation
from learning.outbox.models import Event
from learning.people.models import Post
from learning.people.queries import local_today
from tests.stories import observe, pass_assessment, standard


@pytest.fixture
def address(asha) -> str:
    return reverse("assessment:observe", args=[asha.person.uuid, standard("masoss-m2").pk])


@pytest.fixture
def his(omar, signed_in) -> Client:
    return signed_in(omar)


def form(**changes) -> dict[str, str]:
    fields = {
        "client_id": str(uuid.uuid4()),
        "observed_on": local_today().isoformat(),
        "setting": "HOME",
        "judgement": "COMPETENT",
        "went_well": "She asked before she helped.",
        "next_step": "",
        **{f"rating-{anchor.key}": "SEEN" for anchor in standard("masoss-m2").anchors.all()},
    }
    return {**fields, **changes}


def observed(asha) -> int:
    return Observation.objects.filter(learner=asha.person).count()


def test_an_observation_is_kept_with_the_anchors_words_and_told(his, address, asha, omar):
    response = his.post(address, form(**{"rating-a": "PARTLY"}))
    made = Observation.objects.get(learner=asha.person)
    assert response.url == reverse("assessment:observation", args=[made.uuid])
    assert made.assessor == omar.person
    anchors = list(standard("masoss-m2").anchors.all())
    assert list(made.ratings.values_list("anchor_key", "anchor_text", "rating")) == [
        (anchor.key, anchor.shows, "PARTLY" if anchor.key == "a" else "SEEN") for anchor in anchors
    ]
    told = Event.objects.get(uuid=made.uuid)
    assert told.data == {
        "person_id": asha.person_id,
        "observation_id": made.pk,
        "assessor_id": omar.person_id,
        "competent": True,
    }


def test_an_edited_anchor_does_not_change_what_was_observed(his, address, asha):
    before = standard("masoss-m2").anchors.get(key="a").shows
    his.post(address, form())
    standard("masoss-m2").anchors.update(shows="Something else")
    assert AnchorRating.objects.get(observation__learner=asha.person, anchor_key="a").anchor_text == before


def test_sent_twice_it_counts_once(his, address, asha):
    body = form()
    first = his.post(address, body).url
    events = Event.objects.count()
    assert his.post(address, {**body, "went_well": "Another text."}).url == first
    assert observed(asha) == 1
    assert Event.objects.count() == events


def test_a_uuid_sent_for_another_competency_is_refused_and_the_text_stays(his, address, asha):
    body = form()
    his.post(address, body)
    other = reverse("assessment:observe", args=[asha.person.uuid, standard("masoss-a1").pk])
    ratings = {f"rating-{anchor.key}": "SEEN" for anchor in standard("masoss-a1").anchors.all()}
    response = his.post(other, {**body, **ratings})
    assert response.status_code == 422
    assert "This was sent for somebody else or another competency" in response.content.decode()
    assert "She asked before she helped." in response.content.decode()
    assert observed(asha) == 1


def ago(days: int) -> str:
    return (local_today() - timedelta(days=days)).isoformat()


BAD = [
    ({"observed_on": lambda: ago(-1)}, "observed_on", "This date is in the future."),
    ({"observed_on": lambda: ago(366)}, "observed_on", "This is more than a year ago."),
    ({"observed_on": "0001-01-01"}, "observed_on", "This is more than a year ago."),
    ({"observed_on": "9999-12-31"}, "observed_on", "This date is in the future."),
    ({"observed_on": "2026-02-30"}, "observed_on", "Enter a real date"),
    ({"observed_on": ""}, "observed_on", "Enter the date when you saw it."),
    ({"setting": ""}, "setting", "Choose where you saw it."),
    ({"setting": "MOON"}, "setting", "Choose one of the places shown."),
    ({"judgement": ""}, "judgement", "Choose your judgement."),
    ({"judgement": "PERFECT"}, "judgement", "Choose one of the judgements shown."),
    ({"went_well": ""}, "went_well", "Write what went well"),
    ({"went_well": "x" * 4001}, "went_well", "This is longer than 4,000 characters."),
    ({"judgement": "NOT_YET"}, "next_step", "Write one step that would help"),
    ({"rating-b": ""}, "rating-b", "Say whether you saw this:"),
    ({"rating-b": "MAYBE"}, "rating-b", "Choose one of the answers shown."),
    ({"client_id": ""}, "client_id", "This page is out of date."),
]


@pytest.mark.parametrize(("changes", "field", "problem"), BAD)
def test_a_bad_observation_is_refused_in_words_and_the_text_stays(his, address, asha, changes, field, problem):
    typed = {name: value() if callable(value) else value for name, value in changes.items()}
    response = his.post(address, form(**{"went_well": "She hummed a tune.", **typed}))
    assert response.status_code == 422
    assert problem in response.context["form"].errors[field][0]
    assert problem.replace("’", "&#x27;") in response.content.decode() or problem in response.content.decode()
    assert typed.get("went_well", "She hummed a tune.") in response.content.decode()
    assert observed(asha) == 0


@pytest.mark.parametrize(
    ("rating", "judgement", "status"),
    [
        ("NOT_SEEN", "COMPETENT", 422),
        ("NO_CHANCE", "COMPETENT", 422),
        ("PARTLY", "COMPETENT", 302),
        ("NOT_SEEN", "NOT_YET", 302),
    ],
)
def test_nobody_is_competent_whose_practice_showed_none_of_it(his, address, asha, rating, judgement, status):
    ratings = {f"rating-{key}": rating for key in "abcdef" if f"rating-{key}" in form()}
    response = his.post(address, form(**ratings, judgement=judgement, next_step="Try one open question."))
    assert response.status_code == status
    assert observed(asha) == (status == 302)


@pytest.mark.parametrize("days", [0, 1, 365])
def test_practice_of_the_past_year_is_taken(his, address, asha, days):
    asha.person.posts.update(started_on=date.fromisoformat(ago(400)))
    assert his.post(address, form(observed_on=ago(days))).status_code == 302
    assert Evidence.objects.get(observation__learner=asha.person).occurred_on == date.fromisoformat(ago(days))


@pytest.mark.parametrize("who", ["asha", "ngozi", "lena", "tess", "priya", "admin", "sam"])
def test_only_her_line_manager_of_today_may_judge_her(address, asha, signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address).status_code == 404
    assert client.post(address, form()).status_code == 404
    assert observed(asha) == 0


def test_a_line_manager_may_not_judge_herself_nor_upwards(omar, lena, his):
    for person in (omar.person, lena.person):
        address = reverse("assessment:observe", args=[person.uuid, standard("masoss-m2").pk])
        assert his.post(address, form()).status_code == 404
    assert not Observation.objects.filter(learner__in=[omar.person, lena.person]).exists()


def test_a_line_that_ended_yesterday_ends_the_right_to_judge(his, address, asha):
    Post.objects.filter(person=asha.person).update(ended_on=local_today() - timedelta(days=1))
    assert his.get(address).status_code == 404


def test_the_database_refuses_an_observation_of_oneself(omar):
    with pytest.raises(IntegrityError), transaction.atomic():
        observe(omar.person, "masoss-m2", assessor=omar.person)


def test_a_standard_or_a_person_that_is_not_there_is_not_found(his, asha):
    for person, pk in ((asha.person.uuid, 0), (asha.person.uuid, 2**62), (uuid.uuid4(), standard("masoss-m2").pk)):
        assert his.get(reverse("assessment:observe", args=[person, pk])).status_code == 404


def test_not_yet_is_kept_and_told_but_is_no_evidence(his, address, asha):
    pass_assessment(asha.person, "mindset")
    his.post(address, form(judgement="NOT_YET", next_step="Ask one open question."))
    made = Observation.objects.get(learner=asha.person)
    assert Event.objects.get(uuid=made.uuid).data["competent"] is False
    assert not Evidence.objects.filter(observation=made).exists()
    assert not Award.objects.filter(person=asha.person, competency__code="masoss-m2").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("asha", 200), ("omar", 200), ("lena", 404), ("ngozi", 404), ("tess", 404), ("sam", 404)],
)
def test_its_notes_are_read_by_those_it_concerns(asha, omar, signed_in, request, who, status):
    made = observe(asha.person, "masoss-m2", assessor=omar.person)
    response = signed_in(request.getfixturevalue(who)).get(reverse("assessment:observation", args=[made.uuid]))
    assert response.status_code == status


def test_strangers_are_sent_to_sign_in_and_get_their_words_back(address, asha):
    assert Client().get(address).url.startswith("/accounts/login/?next=/assessment/observe/")
    response = Client().post(address, form(went_well="A long careful note."))
    assert response.status_code == 403
    assert "A long careful note." in response.content.decode()
    assert observed(asha) == 0


def test_she_waits_for_him_once_she_knows_and_until_he_has_judged(his, asha, omar):
    def waiting() -> set[tuple[int, str]]:
        context = his.get(reverse("assessment:index")).context
        rows = [*context["soon"], *context["later"]]
        return {(row.post.person_id, row.requirement.competency.code) for row in rows}

    hers = (asha.person_id, "masoss-m2")
    assert hers not in waiting()
    pass_assessment(asha.person, "mindset")
    assert hers in waiting()
    observe(asha.person, "masoss-m2", assessor=omar.person)
    assert hers not in waiting()


@pytest.mark.parametrize("method", ["form", "observation"])
def test_its_pages_cost_few_queries(his, asha, omar, address, django_assert_max_num_queries, method):
    made = observe(asha.person, "masoss-m2", assessor=omar.person)
    path = address if method == "form" else reverse("assessment:observation", args=[made.uuid])
    with django_assert_max_num_queries(25):
        assert his.get(path).status_code == 200
