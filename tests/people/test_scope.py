"""Who may see whom, day by day: a line and a lead count from their first day to their last, and only today's count."""

from __future__ import annotations

import pytest

from learning.people.models import Responsibility, Unit
from learning.people.permissions import manages_today, organisations_of, people_visible_to, units_led_by
from tests.people.world import below, day, grant, member, organisation, post, seen_by

BEFORE, FIRST, DURING, LAST, AFTER = -11, -10, -5, -1, 0


@pytest.fixture
def council(db) -> Unit:
    return organisation("Eastvale")


@pytest.fixture
def team(council) -> Unit:
    return below(council, "Harbour team")


@pytest.fixture
def boss(council):
    return member("boss")


@pytest.fixture
def worker(council):
    return member("worker")


def test_everybody_sees_themselves_even_without_a_post(boss):
    assert seen_by(boss) == {"Boss"}


@pytest.mark.parametrize(
    ("began", "ended", "as_at", "seen"),
    [
        (FIRST, None, BEFORE, False),
        (FIRST, None, FIRST, True),
        (FIRST, LAST, DURING, True),
        (FIRST, LAST, LAST, True),
        (FIRST, LAST, AFTER, False),
        (FIRST, LAST, None, False),
        (FIRST, 0, None, True),
        (0, None, None, True),
        (1, None, None, False),
        (1, None, 1, True),
        (1, None, 0, False),
    ],
)
def test_a_leader_sees_who_held_a_post_in_her_unit_on_the_day_looked_at(team, boss, worker, began, ended, as_at, seen):
    grant(boss, team)
    post(worker, team, began=began, ended=ended)
    assert ("Worker" in seen_by(boss, as_at)) is seen


@pytest.mark.parametrize("as_at", [BEFORE, FIRST, DURING, LAST, AFTER, 30, None])
@pytest.mark.parametrize(
    ("began", "ended", "leads"),
    [(FIRST, None, True), (FIRST, 0, True), (0, None, True), (FIRST, LAST, False), (1, None, False), (0, 0, True)],
)
def test_a_lead_that_does_not_run_today_shows_no_day_at_all(team, boss, worker, began, ended, leads, as_at):
    grant(boss, team, began=began, ended=ended)
    post(worker, team, began=-1000)
    assert (team in units_led_by(boss)) is leads
    assert ("Worker" in seen_by(boss, as_at)) is leads


@pytest.mark.parametrize("as_at", [BEFORE, DURING, AFTER, 30, None])
@pytest.mark.parametrize(
    ("began", "ended", "managed"), [(FIRST, None, True), (FIRST, 0, True), (FIRST, LAST, False), (1, None, False)]
)
def test_access_by_line_ends_with_the_line_whatever_day_is_looked_at(team, boss, worker, began, ended, managed, as_at):
    post(worker, team, manager=boss, began=began, ended=ended)
    assert ("Worker" in seen_by(boss, as_at)) is managed
    assert manages_today(boss, worker.person) is managed


def test_a_second_post_keeps_the_line_when_the_first_has_ended(team, boss, worker):
    post(worker, team, manager=boss, ended=LAST)
    post(worker, team, manager=boss)
    assert seen_by(boss) == {"Boss", "Worker"}
    assert people_visible_to(boss).count() == 2


@pytest.mark.parametrize("kind", [kind for kind in Responsibility.Kind if kind != Responsibility.Kind.LEADER])
def test_no_other_responsibility_lets_anybody_see_people(team, boss, worker, kind):
    grant(boss, team, kind=kind)
    post(worker, team)
    assert list(units_led_by(boss)) == []
    assert seen_by(boss) == {"Boss"}


def test_a_leader_leads_what_is_below_and_nothing_beside_or_above(council, team, boss):
    service = below(council, "Community")
    inner, beside = below(service, "Inner"), below(council, "Beside")
    grant(boss, service)
    assert set(units_led_by(boss)) == {service, inner}
    assert not {council, team, beside} & set(units_led_by(boss))


def test_the_line_does_not_reach_further_than_one_step(team, boss, worker):
    lead = member("lead")
    post(worker, team, manager=lead)
    post(lead, team, manager=boss)
    assert seen_by(boss) == {"Boss", "Lead"}


def test_colleagues_do_not_see_each_other_nor_their_manager(team, boss, worker):
    other = member("other")
    post(worker, team, manager=boss)
    post(other, team, manager=boss)
    assert seen_by(worker) == {"Worker"}


def test_the_leader_of_one_organisation_sees_nobody_of_another(council, boss, worker):
    grant(boss, council)
    elsewhere = organisation("Westmoor")
    post(worker, elsewhere)
    assert seen_by(boss) == {"Boss"}
    assert not units_led_by(boss).filter(pk=elsewhere.pk).exists()


def test_of_a_person_of_two_organisations_each_leader_sees_only_while_the_post_runs(council, boss, worker):
    elsewhere, other_boss = organisation("Westmoor"), member("otherboss")
    grant(boss, council)
    grant(other_boss, elsewhere)
    post(worker, council, ended=LAST)
    post(worker, elsewhere, began=0)
    assert "Worker" not in seen_by(boss)
    assert "Worker" in seen_by(other_boss)
    assert "Worker" in seen_by(boss, LAST)
    assert "Worker" not in seen_by(other_boss, LAST)


@pytest.mark.parametrize(
    ("began", "ended", "belongs"), [(0, None, True), (-5, 0, True), (-5, -1, False), (1, None, False)]
)
def test_somebody_belongs_to_an_organisation_by_a_post_or_a_responsibility_of_today(
    council, team, boss, worker, began, ended, belongs
):
    post(worker, team, began=began, ended=ended)
    grant(boss, team, began=began, ended=ended, kind=Responsibility.Kind.TRAINER)
    assert list(organisations_of(worker)) == [council] * belongs
    assert list(organisations_of(boss)) == [council] * belongs


def test_of_the_cast_each_sees_whom_they_should(asha, ngozi, omar, tess, lena, sam):
    assert seen_by(asha) == {"Asha Bello"}
    assert seen_by(ngozi) == {"Ngozi Okafor"}
    assert seen_by(tess) == {"Tess Morgan"}
    assert seen_by(sam) == {"Sam Outram"}
    assert seen_by(omar) == {
        "Omar Siddiqui",
        *("Asha Bello", "Ngozi Okafor", "Tomasz Zielinski", "Grace Mensah", "Callum Reid", "Mei Chen"),
    }
    assert "Sam Outram" not in seen_by(lena)
    assert seen_by(omar) < seen_by(lena)


def test_asking_who_is_visible_costs_one_query(lena, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(people_visible_to(lena, day(-30)))
