"""The induction: it comes with the post, its due dates are working days from the first, and items tick themselves."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from framework.models import RoleProfile
from learning.content.models import ItemKind, PathwayPage
from learning.demo.site import MODULES
from learning.enrolment.actions import complete_items, enrol, enrol_for_post
from learning.enrolment.models import Enrolment, ItemCompletion, PlannedItem
from learning.enrolment.queries import next_line, plans_of
from learning.outbox.models import Event
from learning.people.actions import start_post
from learning.people.models import Account, Person, Unit
from tests.stories import module, observe, pass_assessment, standard, study_all

MOST_QUERIES = 12


def starter(started_on: date, *, unit: str = "Riverside team", job: str = "support-worker") -> Person:
    account = Account.objects.create_user("bea@example.org", "a-demo-password", name="Bea Lawson")
    start_post(
        account.person,
        unit=Unit.objects.get(name=unit),
        role_profile=RoleProfile.objects.get(code=job),
        line_manager=Person.objects.get(name="Omar Siddiqui"),
        started_on=started_on,
    )
    return account.person


@pytest.mark.parametrize(
    ("started_on", "due"),
    [
        (date(2026, 11, 23), ["2026-11-23", "2026-11-30", "2026-12-21", "2027-01-21", "2027-02-18"]),
        (date(2026, 11, 21), ["2026-11-23", "2026-11-30", "2026-12-21", "2027-01-21", "2027-02-18"]),
        (date(2026, 12, 21), ["2026-12-21", "2026-12-30", "2027-01-21", "2027-02-18", "2027-03-18"]),
        (date(2026, 11, 26), ["2026-11-26", "2026-12-03", "2026-12-24", "2027-01-26", "2027-02-23"]),
    ],
)
def test_each_stage_falls_due_on_a_working_day(db, started_on, due):
    with time_machine.travel(started_on, tick=False):
        person = starter(started_on)
        enrol_for_post(person.posts.get())
        stages = plans_of(person, today=started_on)[0].stages
    assert [stage.title for stage in stages] == ["Day 1", "Week 1", "Month 1", "Month 2", "Month 3"]
    assert [stage.due_on.isoformat() for stage in stages] == due


def test_a_new_post_brings_its_induction_once(db):
    person = starter(date(2026, 11, 23))
    post = person.posts.get()
    first = enrol_for_post(post)
    again = enrol_for_post(post)
    assert [row.pk for row in again] == [row.pk for row in first]
    assert Enrolment.objects.filter(person=person).count() == 1
    assert PlannedItem.objects.for_person(person).count() == 24
    assert Event.objects.filter(name="enrolment.pathway_started.v1", data__person_id=person.pk).count() == 1


@pytest.mark.parametrize(
    ("unit", "started_on"), [("Southmere East", date(2026, 11, 23)), ("Riverside team", date(2020, 1, 6))]
)
def test_who_works_elsewhere_or_began_long_ago_is_not_put_on_it(db, unit, started_on):
    person = starter(started_on, unit=unit, job="care-worker")
    assert enrol_for_post(person.posts.get()) == []


def test_a_second_post_gives_a_second_plan_of_its_own(asha):
    pathway = PathwayPage.objects.get(slug="induction")
    second = start_post(
        asha.person,
        unit=Unit.objects.get(name="Hillside team"),
        role_profile=RoleProfile.objects.get(code="support-worker"),
        line_manager=Person.objects.get(name="Farah Aziz"),
        started_on=date(2026, 11, 23),
    )
    enrol(second, pathway)
    assert len(plans_of(asha.person, today=date(2026, 11, 23))) == 2


def test_editing_the_pathway_disturbs_nobody_who_is_on_it(asha):
    before = list(PlannedItem.objects.for_person(asha.person).values_list("stage_title", "due_on"))
    pathway = PathwayPage.objects.get(slug="induction")
    pathway.stages.update(title="Changed", due_within_days=1)
    pathway.save_revision().publish()
    assert list(PlannedItem.objects.for_person(asha.person).values_list("stage_title", "due_on")) == before


def open_items(person: Person) -> set[str]:
    return {str(item) for item in PlannedItem.objects.for_person(person).open().select_related("module")}


def test_each_item_is_ticked_by_the_fact_that_does_it(asha, omar):
    hers = asha.person
    assert "Learn: Mindset" in open_items(hers)
    study_all(hers, "mindset")
    assert "Learn: Mindset" not in open_items(hers)
    pass_assessment(hers, "mindset")
    assert "Check what you know: Mindset" not in open_items(hers)
    watched = str(PlannedItem.objects.for_person(hers).get(competency_level=standard("masoss-m2")))
    assert watched in open_items(hers)
    observe(hers, "masoss-m2", assessor=omar.person, competent=False)
    assert watched in open_items(hers)
    observe(hers, "masoss-m2", assessor=omar.person)
    assert watched not in open_items(hers)


def test_the_pathway_is_completed_with_its_last_item_and_only_then(asha, omar):
    hers = asha.person
    story = [
        lambda: study_all(hers, "mindset"),
        lambda: pass_assessment(hers, "mindset"),
        lambda: observe(hers, "masoss-m2", assessor=omar.person),
        lambda: study_all(hers, "aspirations"),
        lambda: pass_assessment(hers, "aspirations"),
        lambda: [(study_all(hers, slug), pass_assessment(hers, slug)) for slug in MODULES[3:]],
        lambda: observe(hers, "masoss-a1", assessor=omar.person),
    ]
    told = Event.objects.filter(name="enrolment.pathway_completed.v1", data__person_id=hers.pk)
    for step in story:
        assert not told.exists()
        step()
    assert told.count() == 1
    assert open_items(hers) == set()


def test_completing_what_is_done_changes_nothing(asha):
    first = module("why-strengths-based-practice")
    before = ItemCompletion.objects.count()
    complete_items(asha.person, ItemKind.MODULE, module=first)
    assert ItemCompletion.objects.count() == before


def test_the_page_shows_the_stages_and_what_is_next(asha, signed_in):
    response = signed_in(asha).get(reverse("enrolment:induction"))
    page = response.content.decode()
    for words in ("Day 1", "Week 1", "Month 1", "Month 2", "Month 3", "2 of 24 done", "Omar Siddiqui watches you work"):
        assert words in page
    assert str(next_line(response.context["plans"]).item) == "Learn: Mindset"


def test_who_has_no_induction_reads_how_one_comes(sam, signed_in):
    page = signed_in(sam).get(reverse("enrolment:induction")).content.decode()
    assert "You have no induction to do." in page


@pytest.mark.parametrize("name", ["enrolment:induction", "readiness:home", "enrolment:catalogue"])
def test_her_pages_cost_few_queries(asha, signed_in, django_assert_max_num_queries, name):
    client = signed_in(asha)
    with django_assert_max_num_queries(20 if name == "readiness:home" else MOST_QUERIES):
        assert client.get(reverse(name)).status_code == 200


def test_a_longer_plan_costs_no_more_queries(asha, signed_in, django_assert_max_num_queries):
    enrolment = Enrolment.objects.get(person=asha.person)
    item = enrolment.items.first()
    for place in range(30):
        PlannedItem.objects.create(
            enrolment=enrolment,
            stage_title="More",
            stage_order=9,
            order=place,
            kind=ItemKind.OBSERVATION,
            competency_level=standard("masoss-m2"),
            due_within_days=90,
            due_on=item.due_on,
        )
    client = signed_in(asha)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("enrolment:induction"))
