"""Home and proof tell the truth when practice is not yet there, when an award ends, and on other days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from learning.assessment.actions import revoke_award
from learning.assessment.models import Award, Revocation
from learning.people.queries import local_today
from tests.stories import observe, pass_assessment

M2 = "masoss-m2"


@pytest.fixture
def taken_back(asha, omar) -> Award:
    """Asha completes M2, and Omar takes it back."""
    pass_assessment(asha.person, "mindset")
    observe(asha.person, M2, assessor=omar.person)
    award = Award.objects.get(person=asha.person, competency__code=M2)
    revoke_award(award, by=omar.person, reason="It was another person I saw.")
    return award


def proof(client, person, code=M2, **query) -> str:
    return client.get(reverse("readiness:proof", args=[person.uuid, code]), query).content.decode()


def test_tess_who_is_late_finds_what_is_late_as_her_next_step(tess, signed_in):
    page = signed_in(tess).get("/").content.decode()
    assert "Nothing waits for you now" not in page
    assert "Your next step" in page and "and it is late" in page and "See what is missing" in page


def test_an_award_taken_back_is_named_on_her_home(asha, signed_in, taken_back):
    page = signed_in(asha).get("/").content.decode()
    assert reverse("readiness:proof", args=[asha.person.uuid, M2]) in page and "Lapsed" in page


def test_the_thread_says_that_the_award_was_taken_back(asha, signed_in, taken_back):
    page = proof(signed_in(asha), asha.person)
    assert "taken back" in page and "None that counts since the award ended." in page
    assert "It was due by" not in page and "Needed by" in page


def test_record_and_award_no_longer_say_until_when_it_holds(asha, signed_in, taken_back):
    client = signed_in(asha)
    record = client.get(reverse("records:record")).content.decode()
    award = client.get(reverse("assessment:award", args=[taken_back.uuid])).content.decode()
    line = record.split(reverse("assessment:award", args=[taken_back.uuid]))[1].split("</li>")[0]
    assert "taken back" in line and "holds until" not in line
    assert "Taken back on" in award and "Holds until" not in award


def test_taking_back_twice_changes_nothing_and_says_so(omar, signed_in, taken_back):
    address = reverse("assessment:revoke", args=[taken_back.uuid])
    answer = signed_in(omar).post(address, {"reason": "Once more."}, follow=True)
    assert "Nothing was changed now." in answer.content.decode()
    assert Revocation.objects.get(award=taken_back).reason == "It was another person I saw."


def test_practice_judged_not_yet_stands_in_the_proof_for_those_it_concerns(asha, omar, lena, signed_in):
    seen = observe(asha.person, M2, assessor=omar.person, competent=False)
    note = reverse("assessment:observation", args=[seen.uuid])
    for reader, may_read in ((asha, True), (omar, True), (lena, False)):
        page = proof(signed_in(reader), asha.person)
        assert "Omar Siddiqui: not yet." in page
        assert (note in page) is may_read


def test_the_observation_page_does_not_ask_for_what_was_just_given(asha, omar, signed_in):
    seen = observe(asha.person, M2, assessor=omar.person, competent=False)
    page = signed_in(omar).get(reverse("assessment:observation", args=[seen.uuid])).content.decode()
    assert "It says not yet, so the next step comes first." in page
    assert page.index("What went well") < page.index("Judgement")


def test_practice_before_the_first_post_is_refused_and_the_words_stay(asha, omar, signed_in):
    standard = observe(asha.person, M2, assessor=omar.person, competent=False).competency_level
    began = asha.person.posts.get().started_on
    form = {"observed_on": (began - timedelta(days=1)).isoformat(), "went_well": "She listened."}
    response = signed_in(omar).post(reverse("assessment:observe", args=[asha.person.uuid, standard.pk]), form)
    assert response.status_code == 422
    assert f"Their post began on {began:%-d %B %Y}." in response.content.decode()
    assert "She listened." in response.content.decode()


def test_sam_gets_no_link_to_a_framework_he_cannot_open(sam, signed_in):
    client = signed_in(sam)
    page = proof(client, sam.person, "masoss-m1")
    assert "M1 Put strengths first" in page
    assert 'href="/framework/' not in page.split("<main")[1]


def test_from_another_day_the_thread_leads_to_the_figure_of_that_day(lena, asha, signed_in):
    day = (local_today() - timedelta(days=2)).isoformat()
    assert f"/competencies/{M2}/?as_at={day}" in proof(signed_in(lena), asha.person, as_at=day)


def test_a_day_before_her_post_shows_today_and_says_so(lena, asha, signed_in):
    day = asha.person.posts.get().started_on - timedelta(days=1)
    response = signed_in(lena).get(reverse("readiness:person", args=[asha.person.uuid]), {"as_at": day.isoformat()})
    assert response.status_code == 200
    assert f"There is nothing to show for Asha Bello on {day:%-d %B %Y}. This is today." in response.content.decode()


def test_a_date_as_people_here_write_it_is_understood(lena, signed_in):
    page = signed_in(lena).get(reverse("readiness:index"), {"as_at": "01/10/2026"})
    assert page.context["as_at"].isoformat() == "2026-10-01"


def test_a_day_to_come_is_told_as_what_would_be(lena, signed_in):
    day = (local_today() + timedelta(days=200)).isoformat()
    page = signed_in(lena).get(reverse("readiness:index"), {"as_at": day}).content.decode()
    assert "would be ready, if nothing more were done until then." in page
