"""My record and my statements: mine to read and to take away, shown to those who may see me, and to nobody else."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from learning.assessment.actions import revoke_award
from learning.assessment.models import Award
from learning.people.models import Account, Person
from learning.records.models import Forwarding, RecordStore, Statement
from learning.records.xapi import profile
from learning.records.xapi.profile import TEMPLATES, TYPES, VERBS
from tests.stories import observe, pass_assessment

MOST_QUERIES = 12
MINE = ["record", "record_csv", "statements", "statements_jsonl"]


@pytest.fixture
def award(asha, omar) -> Award:
    pass_assessment(asha.person, "mindset")
    observe(asha.person, "masoss-m2", assessor=omar.person)
    return Award.objects.filter(person=asha.person).latest("pk")


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def a_statement(account: Account, verb: str) -> Statement:
    return Statement.objects.filter(person=account.person, verb=verb).latest("number")


def address_of(statement: Statement) -> str:
    return reverse("records:statement", args=[statement.id])


def test_my_record_shows_what_i_have_shown_and_until_when_it_holds(asha, award, signed_in):
    page = body_of(signed_in(asha).get(reverse("records:record")))
    for words in ("M2 Build hope and a positive mindset", "awarded", "holds until", "Omar Siddiqui", "Holds"):
        assert words in page
    assert reverse("assessment:award", args=[award.uuid]) in page


def test_a_new_starters_empty_record_says_where_to_begin(signed_in, db):
    stranger = Account.objects.create_user("new@example.org", person=Person.objects.create(name="Nia New"))
    page = body_of(signed_in(stranger).get(reverse("records:record")))
    assert "When you complete a competency, it stands here with what proves it." in page
    assert reverse("readiness:home") in page
    assert "There are none yet." in body_of(signed_in(stranger).get(reverse("records:statements")))


def test_my_competencies_can_be_taken_away_as_a_table(asha, omar, award, signed_in):
    revoke_award(award, by=omar.person, reason="A mistake.")
    response = signed_in(asha).get(reverse("records:record_csv"))
    assert response["Content-Disposition"] == 'attachment; filename="my-record.csv"'
    rows = {row["award_id"]: row for row in csv.DictReader(io.StringIO(body_of(response)))}
    assert len(rows) == Award.objects.filter(person=asha.person).count()
    assert rows[str(award.uuid)] == {
        "award_id": str(award.uuid),
        "competency_code": "masoss-m2",
        "competency": "M2 Build hope and a positive mindset",
        "level": award.level.title,
        "awarded_on": award.awarded_on.isoformat(),
        "expires_on": award.expires_on.isoformat(),
        "revoked_on": award.revocation.revoked_on.isoformat(),
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_runs_nothing_that_stands_in_the_table(start, asha, award, signed_in):
    type(award.level).objects.filter(pk=award.level_id).update(title=f"{start}SUM(A1)")
    text = body_of(signed_in(asha).get(reverse("records:record_csv")))
    levels = {row["level"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert levels == {f"'{start}SUM(A1)"}


def test_my_statements_are_listed_newest_first_in_words(asha, signed_in):
    response = signed_in(asha).get(reverse("records:statements"))
    numbers = [row.number for row, *_ in response.context["lines"]]
    assert numbers == sorted(numbers, reverse=True)
    assert set(numbers) == set(Statement.objects.filter(person=asha.person).values_list("number", flat=True))
    assert "You passed: Check what you know: Why strengths-based practice" in body_of(response)


def test_a_long_list_comes_in_pages(asha, signed_in, monkeypatch):
    monkeypatch.setattr("learning.records.views.STATEMENTS_A_PAGE", 5)
    client = signed_in(asha)
    total = Statement.objects.filter(person=asha.person).count()
    seen = [
        row.number
        for page in range(1, -(-total // 5) + 1)
        for row, *_ in client.get(reverse("records:statements"), {"page": page}).context["lines"]
    ]
    assert len(seen) == len(set(seen)) == total
    for odd in ("0", "-1", "many", "99999", "%00"):
        assert client.get(reverse("records:statements"), {"page": odd}).status_code == 200


def test_my_statements_can_be_taken_away_as_they_are_served(asha, signed_in):
    response = signed_in(asha).get(reverse("records:statements_jsonl"))
    assert response["Content-Type"] == "application/jsonl; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="my-statements.jsonl"'
    hers = Statement.objects.filter(person=asha.person).order_by("number")
    assert body_of(response) == "".join(f"{statement.served()}\n" for statement in hers)


def test_one_statement_is_shown_in_words_and_exactly_as_it_is_served(asha, signed_in):
    statement = a_statement(asha, profile.PASSED)
    response = signed_in(asha).get(address_of(statement))
    assert "Asha Bello passed: Check what you know" in body_of(response)
    assert json.loads(response.context["text"]) == json.loads(statement.served())
    assert "The award it tells of" not in body_of(response)


def test_a_statement_of_an_award_leads_to_the_award_the_framework_and_the_figure(ngozi, lena, signed_in):
    statement = Statement.objects.filter(verb=profile.ACHIEVED, person__posts__unit__isnull=False).first()
    award = Award.objects.get(pk=statement.event.data["award_id"])
    page = body_of(signed_in(lena).get(address_of(statement)))
    assert reverse("assessment:award", args=[award.uuid]) in page
    assert reverse("readiness:proof", args=[award.person.uuid, award.competency.code]) in page
    assert "The line of the framework" in page


@pytest.mark.parametrize("name", MINE)
def test_my_record_is_mine_whoever_asks(name, asha, award, sam, signed_in):
    address = reverse(f"records:{name}")
    hers, his = (body_of(signed_in(account).get(address)) for account in (asha, sam))
    told = ("M2 Build hope", "Why strengths-based practice", str(asha.person.actor_key.name))
    assert any(words in hers for words in told)
    assert not any(words in his for words in told)


@pytest.mark.parametrize("name", MINE)
def test_somebody_not_signed_in_is_sent_to_sign_in(name, client, db):
    response = client.get(reverse(f"records:{name}"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_a_statement_too_is_only_shown_after_signing_in(client, asha):
    assert client.get(address_of(a_statement(asha, profile.PASSED))).status_code == 302


@pytest.mark.parametrize("name", MINE)
def test_nothing_can_be_posted_to_a_record(name, asha, signed_in):
    assert signed_in(asha).post(reverse(f"records:{name}")).status_code == 405


@pytest.mark.parametrize(
    ("who", "status"), [("asha", 200), ("omar", 200), ("lena", 200), ("tess", 404), ("ngozi", 404), ("sam", 404)]
)
def test_her_outcome_is_shown_to_those_who_may_see_her(who, status, asha, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address_of(a_statement(asha, profile.PASSED))).status_code == status


@pytest.mark.parametrize("verb", [profile.ANSWERED, profile.INTERACTED])
@pytest.mark.parametrize(("who", "status"), [("asha", 200), ("omar", 404), ("lena", 404), ("sam", 404)])
def test_what_she_answered_and_reflected_on_is_hers_alone(who, status, verb, asha, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address_of(a_statement(asha, verb))).status_code == status


def test_sams_404_is_that_of_a_statement_that_does_not_exist(asha, sam, signed_in):
    client = signed_in(sam)
    there = client.get(address_of(a_statement(asha, profile.PASSED)))
    nowhere = client.get(reverse("records:statement", args=["00000000-0000-4000-8000-000000000000"]))
    assert there.status_code == nowhere.status_code == 404
    random = r'(nonce|value)="[^"]+"|"X-CSRFToken": "[^"]+"'
    assert re.sub(random, "", body_of(there)) == re.sub(random, "", body_of(nowhere))


@pytest.mark.parametrize("name", MINE)
def test_each_page_costs_the_same_however_much_there_is(name, asha, award, signed_in, django_assert_max_num_queries):
    client = signed_in(asha)
    with django_assert_max_num_queries(MOST_QUERIES) as before:
        body_of(client.get(reverse(f"records:{name}")))
    for competency in ("masoss-m1", "masoss-m2", "masoss-m3"):
        observe(asha.person, competency, assessor=asha.person.posts.first().line_manager)
    with django_assert_max_num_queries(len(before)):
        body_of(client.get(reverse(f"records:{name}")))


def test_one_statement_costs_a_fixed_number_of_queries(asha, signed_in, django_assert_max_num_queries):
    client = signed_in(asha)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(address_of(a_statement(asha, profile.PASSED)))


@pytest.mark.parametrize("address", ["/xapi/profile", "/xapi/profile/v1"])
def test_the_profile_is_served_to_anybody(address, client, db):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")
    document = response.json()
    assert document["type"] == "Profile"
    assert document["versions"][0]["id"] == "http://127.0.0.1:8000/xapi/profile/v1"
    assert [template["prefLabel"]["en"] for template in document["templates"]] == [name for name, *_ in TEMPLATES]
    ids = [row["id"] for part in ("concepts", "templates", "versions") for row in document[part]]
    assert len(set(ids)) == len(ids)
    assert all(row["inScheme"] == document["versions"][0]["id"] for row in document["concepts"] + document["templates"])


def test_every_template_speaks_in_words_of_the_profile():
    assert {verb for _, verb, _, _ in TEMPLATES} | {profile.VOIDED} == set(VERBS)
    assert {kind for _, _, kind, _ in TEMPLATES} | {profile.PROFILE} == set(TYPES)
    assert len({(verb, kind) for _, verb, kind, _ in TEMPLATES}) == len(TEMPLATES)


def test_the_profile_takes_nothing(client, db):
    assert client.post("/xapi/profile/v1").status_code == 405


@pytest.fixture
def staff(admin, signed_in):
    return signed_in(admin)


@pytest.mark.parametrize(
    ("model", "made_by", "change"),
    [
        (Statement, lambda: Statement.objects.latest("number"), {"body": "{}"}),
        (Forwarding, lambda: Forwarding.objects.create(statement=Statement.objects.first()), {"state": "SENT"}),
        (RecordStore, lambda: RecordStore.objects.create(endpoint="https://store.example.org"), {"problem": "None"}),
    ],
    ids=["statement", "forwarding", "recordstore"],
)
def test_administrators_look_and_change_nothing(model, made_by, change, staff):
    row = made_by()
    before = model.objects.filter(pk=row.pk).values().get()
    address = f"/django-admin/records/{model._meta.model_name}/"
    assert staff.get(address).status_code == 200
    assert staff.get(f"{address}{row.pk}/change/").status_code == 200
    assert staff.get(f"{address}add/").status_code == 403
    assert staff.post(f"{address}{row.pk}/change/", change).status_code == 403
    assert staff.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("who", ["asha", "omar", "lena", "sam"])
def test_nobody_else_looks_into_the_administration(who, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    assert client.get("/django-admin/records/statement/").status_code in {302, 403, 404}
