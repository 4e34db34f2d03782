"""Awards: made in the transaction of the last thing proved, renewed and taken back as new rows, never edited."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from framework.models import EvidenceRule
from learning.assessment.actions import announce_lapsed_awards, revoke_award, submit_attempt
from learning.assessment.actions.legacy import take_over_award
from learning.assessment.models import Award, AwardLapse, Evidence, Observation, Revocation
from learning.assessment.queries.standing import standings_of
from learning.assessment.tasks import announce_lapsed_awards as task
from learning.outbox.models import Event
from learning.people.models import Person
from learning.people.queries import local_today
from tests.stories import answer_right, begin_attempt, observe, pass_assessment, standard

M2 = "masoss-m2"
LATER = datetime(2028, 10, 2, 12, tzinfo=UTC)


def awards(person: Person, code: str = M2) -> list[Award]:
    return list(Award.objects.filter(person=person, competency__code=code).order_by("pk"))


def told(name: str, award: Award) -> int:
    return Event.objects.filter(name=f"assessment.{name}.v1", data__award_id=award.pk).count()


def standing(person: Person, on: date | None = None, code: str = M2):
    rows = standings_of(person, as_at=on or local_today())
    return next(row for row in rows if row.requirement.competency.code == code)


def award_m2(person: Person, assessor: Person) -> Award:
    pass_assessment(person, "mindset")
    observe(person, M2, assessor=assessor)
    return awards(person)[-1]


def test_knowledge_alone_is_knows_and_no_award(asha):
    pass_assessment(asha.person, "mindset")
    found = standing(asha.person)
    assert (awards(asha.person), found.level, found.is_met) == ([], 1, False)


def test_practice_alone_is_no_award_either(asha, omar):
    observe(asha.person, M2, assessor=omar.person)
    assert awards(asha.person) == []


@pytest.mark.parametrize("practice_first", [True, False])
def test_with_the_last_of_both_the_award_is_made_and_told_at_once(asha, omar, practice_first):
    story = [
        lambda: pass_assessment(asha.person, "mindset"),
        lambda: observe(asha.person, M2, assessor=omar.person),
    ]
    for step in reversed(story) if practice_first else story:
        assert awards(asha.person) == []
        step()
    (made,) = awards(asha.person)
    assert {fact.kind for fact in made.evidence.all()} == {"KNOWLEDGE", "OBSERVATION"}
    assert made.rule == standard(M2).rule_in_force(local_today())
    assert Event.objects.get(uuid=made.uuid).data == {
        "person_id": asha.person_id,
        "award_id": made.pk,
        "competency": M2,
        "level": "foundation",
    }
    assert standing(asha.person).is_met


def test_when_the_award_fails_nothing_of_the_observation_is_left(asha, omar, monkeypatch):
    pass_assessment(asha.person, "mindset")
    before = Event.objects.count()

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("learning.assessment.actions.awards.expiry", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        observe(asha.person, M2, assessor=omar.person)
    assert not Observation.objects.filter(learner=asha.person).exists()
    assert not Evidence.objects.filter(person=asha.person, kind="OBSERVATION").exists()
    assert Event.objects.count() == before


def test_it_holds_for_as_long_as_the_standard_says(asha, omar):
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        made = award_m2(asha.person, omar.person)
    assert (made.awarded_on, made.expires_on) == (date(2026, 11, 23), date(2028, 11, 22))
    assert standing(asha.person, date(2028, 8, 23)).state == "MET"
    assert standing(asha.person, date(2028, 8, 24)).state == "EXPIRING"
    assert standing(asha.person, date(2028, 11, 22)).state == "EXPIRING"
    assert standing(asha.person, date(2028, 11, 23)).state == "LAPSED"


def test_more_evidence_while_it_holds_makes_no_second_award(asha, omar):
    award_m2(asha.person, omar.person)
    observe(asha.person, M2, assessor=omar.person)
    assert len(awards(asha.person)) == 1


def test_in_its_last_days_a_new_award_supersedes_and_the_old_row_stays_as_it_was(asha, omar):
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        old = award_m2(asha.person, omar.person)
        before = model_to_dict(Award.objects.get(pk=old.pk))
    with time_machine.travel(LATER, tick=False):
        attempt = begin_attempt(asha.person, "mindset")
        answer_right(attempt)
        submit_attempt(attempt)
        assert len(awards(asha.person)) == 1
        observe(asha.person, M2, assessor=omar.person)
    first, second = awards(asha.person)
    assert (second.supersedes, second.awarded_on) == (first, LATER.date())
    assert not set(second.evidence.all()) & set(first.evidence.all())
    assert model_to_dict(Award.objects.get(pk=old.pk)) == before


def test_an_award_of_a_new_rule_keeps_the_old_one_on_the_old(asha, omar):
    made = award_m2(asha.person, omar.person)
    EvidenceRule.objects.create(competency_level=standard(M2), version=2, expression={"sign_off": {}})
    made.refresh_from_db()
    assert made.rule.version == 1
    assert standing(asha.person).is_met


def revoke_address(award: Award) -> str:
    return reverse("assessment:revoke", args=[award.uuid])


def test_omar_takes_it_back_with_a_reason_and_the_award_stays_on_the_record(asha, omar, signed_in):
    made = award_m2(asha.person, omar.person)
    before = model_to_dict(made)
    client = signed_in(omar)
    response = client.post(revoke_address(made), {"reason": "It was entered by mistake."})
    assert response.url == reverse("assessment:award", args=[made.uuid])
    revocation = Revocation.objects.get(award=made)
    assert (revocation.revoked_by, revocation.revoked_on) == (omar.person, local_today())
    assert model_to_dict(Award.objects.get(pk=made.pk)) == before
    assert told("award_revoked", made) == 1
    assert standing(asha.person).state == "LAPSED"
    assert "It was entered by mistake." in signed_in(asha).get(response.url).content.decode()


def test_taking_it_back_twice_changes_nothing(asha, omar, signed_in):
    made = award_m2(asha.person, omar.person)
    client = signed_in(omar)
    for reason in ("First.", "Second."):
        client.post(revoke_address(made), {"reason": reason})
    assert Revocation.objects.get(award=made).reason == "First."
    assert told("award_revoked", made) == 1


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("", "Write why, so that the person understands."),
        ("  ", "Write why, so that the person understands."),
        ("x" * 2001, "This is longer than 2,000 characters."),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_a_bad_reason_is_refused_in_words_and_stays(asha, omar, signed_in, reason, problem):
    made = award_m2(asha.person, omar.person)
    response = signed_in(omar).post(revoke_address(made), {"reason": reason})
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert reason.strip() in response.content.decode()
    assert not Revocation.objects.filter(award=made).exists()


@pytest.mark.parametrize("who", ["asha", "ngozi", "lena", "tess", "priya", "admin", "sam"])
def test_nobody_else_takes_it_back(asha, omar, signed_in, request, who):
    made = award_m2(asha.person, omar.person)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(revoke_address(made)).status_code == 404
    assert client.post(revoke_address(made), {"reason": "Because."}).status_code == 404
    assert not Revocation.objects.filter(award=made).exists()


def test_what_was_taken_back_is_earned_again_with_new_evidence_only(asha, omar):
    made = award_m2(asha.person, omar.person)
    revoke_award(made, by=omar.person, reason="A mistake.")
    observe(asha.person, M2, assessor=omar.person)
    assert len(awards(asha.person)) == 1
    answer = begin_attempt(asha.person, "mindset")
    answer_right(answer)
    submit_attempt(answer)
    first, second = awards(asha.person)
    assert second.supersedes == first
    assert standing(asha.person).is_met


def test_a_lapse_is_told_once_and_being_lapsed_does_not_wait_for_it(asha, omar):
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        made = award_m2(asha.person, omar.person)
    with time_machine.travel(datetime(2028, 11, 22, 23, 30, tzinfo=UTC), tick=False):
        announce_lapsed_awards()
        assert told("award_lapsed", made) == 0
    with time_machine.travel(datetime(2028, 11, 23, 0, 30, tzinfo=UTC), tick=False):
        assert standing(asha.person).state == "LAPSED"
        task()
        assert announce_lapsed_awards() == 0
    assert told("award_lapsed", made) == 1
    assert AwardLapse.objects.filter(award=made).count() == 1


def test_of_an_award_that_was_taken_back_no_lapse_is_told(asha, omar):
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        made = award_m2(asha.person, omar.person)
        revoke_award(made, by=omar.person, reason="A mistake.")
    with time_machine.travel(datetime(2029, 1, 1, 12, tzinfo=UTC), tick=False):
        announce_lapsed_awards()
    assert told("award_lapsed", made) == 0


def test_of_an_award_that_was_renewed_no_lapse_is_told(asha, omar):
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        old = award_m2(asha.person, omar.person)
    with time_machine.travel(LATER, tick=False):
        award_m2(asha.person, omar.person)
    with time_machine.travel(datetime(2028, 12, 24, 12, tzinfo=UTC), tick=False):
        announce_lapsed_awards()
        assert standing(asha.person).is_met
    assert told("award_lapsed", old) == 0


def test_an_award_of_an_earlier_record_keeps_its_dates_and_is_marked(asha, omar):
    day = local_today()
    made = take_over_award(asha.person, standard(M2), awarded_on=day, vouched_by=omar.person)
    assert (made.awarded_on, made.evidence.count()) == (day, 2)
    assert all(fact.is_legacy for fact in made.evidence.all())
    assert standing(asha.person).is_met
    with pytest.raises(LookupError):
        take_over_award(asha.person, standard(M2), awarded_on=date(1990, 1, 1), vouched_by=omar.person)


@pytest.mark.parametrize(
    ("who", "status"), [("asha", 200), ("omar", 200), ("lena", 200), ("ngozi", 404), ("tess", 404), ("sam", 404)]
)
def test_an_award_is_seen_by_those_who_may_see_her(asha, omar, signed_in, request, who, status):
    made = award_m2(asha.person, omar.person)
    address = reverse("assessment:award", args=[made.uuid])
    response = signed_in(request.getfixturevalue(who)).get(address)
    assert response.status_code == status
    assert Client().get(address).url.startswith("/accounts/login/")
    assert (b"Take" in response.content and b"revoke" in response.content) == (who == "omar")


def test_an_award_that_is_not_there_is_not_found(asha, signed_in):
    assert signed_in(asha).get(reverse("assessment:award", args=[uuid.uuid4()])).status_code == 404


def test_a_day_before_the_award_stays_what_it_was(asha, omar):
    yesterday = local_today() - timedelta(days=1)
    before = standing(asha.person, yesterday).state
    award_m2(asha.person, omar.person)
    assert standing(asha.person, yesterday).state == before
