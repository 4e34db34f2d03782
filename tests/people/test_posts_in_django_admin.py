"""A post made or ended in the Django admin is started and ended as everywhere else, and nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest

from framework.models import RoleProfile
from learning.enrolment.models import Enrolment
from learning.outbox.actions import deliver_due_now
from learning.outbox.models import Event
from learning.people.models import Person, Post, Unit
from learning.people.queries import local_today
from learning.readiness.check import differences
from tests.people.world import day

ADD = "/django-admin/people/post/add/"


@pytest.fixture
def riverside(db) -> Unit:
    return Unit.objects.get(name="Riverside team")


@pytest.fixture
def starter(db) -> Person:
    return Person.objects.create(name="Nia Starter")


@pytest.fixture
def form(starter, riverside, omar) -> dict[str, object]:
    return {
        "person": starter.pk,
        "unit": riverside.pk,
        "role_profile": RoleProfile.objects.get(code="support-worker").pk,
        "line_manager": omar.person_id,
        "started_on": local_today().isoformat(),
        "ended_on": "",
    }


def change(post: Post) -> str:
    return f"/django-admin/people/post/{post.pk}/change/"


def told(name: str, person: Person) -> list[dict]:
    return [event.data for event in Event.objects.filter(name=name, data__person_id=person.pk)]


def test_a_post_made_here_starts_an_induction(admin, signed_in, form, starter):
    assert signed_in(admin).post(ADD, form).url == "/django-admin/people/post/"
    post = Post.objects.get(person=starter)
    assert told("people.post_started.v1", starter) == [{"post_id": post.pk, "person_id": starter.pk}]
    deliver_due_now()
    enrolment = Enrolment.objects.get(person=starter)
    assert enrolment.items.filter(due_on__gte=local_today()).count() == enrolment.items.count() > 5


def test_the_person_counts_in_the_figures_at_once(admin, signed_in, form, starter):
    signed_in(admin).post(ADD, form)
    assert differences(local_today()) == []


def test_a_last_day_that_is_typed_with_a_new_post_is_kept(admin, signed_in, form, starter):
    signed_in(admin).post(ADD, {**form, "ended_on": day(30).isoformat()})
    assert Post.objects.get(person=starter).ended_on == day(30)
    assert [data["ended_on"] for data in told("people.post_ended.v1", starter)] == [day(30).isoformat()]
    assert differences(local_today()) == []


def test_a_post_is_ended_here_and_the_figures_and_the_outbox_know(admin, signed_in, form, starter):
    client = signed_in(admin)
    client.post(ADD, {**form, "started_on": day(-20).isoformat()})
    post = Post.objects.get(person=starter)
    client.post(change(post), {"line_manager": form["line_manager"], "ended_on": day(-1).isoformat()})
    post.refresh_from_db()
    assert post.ended_on == day(-1)
    assert [data["ended_on"] for data in told("people.post_ended.v1", starter)] == [day(-1).isoformat()]
    assert differences(local_today()) == []


def test_who_where_as_what_and_since_when_stay_as_they_were_written(admin, signed_in, asha, form):
    post = Post.objects.get(person=asha.person)
    before = (post.person_id, post.unit_id, post.role_profile_id, post.started_on)
    other = Unit.objects.get(name="Hillside team")
    signed_in(admin).post(change(post), {**form, "unit": other.pk, "started_on": "2020-01-06"})
    post.refresh_from_db()
    assert (post.person_id, post.unit_id, post.role_profile_id, post.started_on) == before
    assert differences(local_today()) == []


def test_a_new_line_manager_is_set_without_ending_the_post(admin, signed_in, asha, tess):
    post = Post.objects.get(person=asha.person)
    signed_in(admin).post(change(post), {"line_manager": tess.person_id, "ended_on": ""})
    post.refresh_from_db()
    assert (post.line_manager_id, post.ended_on) == (tess.person_id, None)
    assert told("people.post_ended.v1", asha.person) == []


def test_a_post_that_has_ended_is_not_opened_again(admin, signed_in, form, starter):
    client = signed_in(admin)
    client.post(ADD, {**form, "ended_on": day(30).isoformat()})
    post = Post.objects.get(person=starter)
    page = client.post(change(post), {"line_manager": "", "ended_on": ""}).content.decode()
    assert "This post has ended. Write another last day, or start a new post." in page
    post.refresh_from_db()
    assert post.ended_on == day(30)


def test_a_post_is_never_deleted_here(admin, signed_in, asha):
    post = Post.objects.get(person=asha.person)
    assert signed_in(admin).post(f"/django-admin/people/post/{post.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Post.objects.filter(pk=post.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ended_on": "2020-01-01"}, "The last day is before the first. Change one of them."),
        ({"started_on": "soon"}, "Enter a valid date."),
        ({"unit": ""}, "This field is required."),
    ],
)
def test_a_post_that_cannot_be_is_refused_and_the_form_keeps_what_was_typed(
    admin, signed_in, form, starter, wrong, words
):
    response = signed_in(admin).post(ADD, {**form, **wrong})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Post.objects.filter(person=starter).exists()
    assert f'value="{starter.pk}" selected' in response.content.decode()


def test_nobody_is_made_their_own_line_manager(admin, signed_in, form, starter):
    response = signed_in(admin).post(ADD, {**form, "line_manager": starter.pk})
    assert "Nobody is their own line manager. Choose somebody else." in response.content.decode()
    assert not Post.objects.filter(person=starter).exists()


def test_nobody_of_another_organisation_is_made_line_manager(admin, signed_in, form, starter, sam):
    response = signed_in(admin).post(ADD, {**form, "line_manager": sam.person_id})
    assert "Choose somebody who has a post in the same organisation." in response.content.decode()
    assert not Post.objects.filter(person=starter).exists()
    assert not Post.objects.filter(person=starter).exists()


def test_a_first_day_before_the_pathway_enrols_starts_no_induction(admin, signed_in, form, starter):
    signed_in(admin).post(ADD, {**form, "started_on": date(2019, 1, 7).isoformat()})
    deliver_due_now()
    assert Post.objects.filter(person=starter).exists()
    assert not Enrolment.objects.filter(person=starter).exists()


def test_the_list_of_posts_does_not_ask_once_for_each(admin, signed_in, django_assert_max_num_queries):
    client = signed_in(admin)
    with django_assert_max_num_queries(10):
        assert client.get("/django-admin/people/post/").status_code == 200
