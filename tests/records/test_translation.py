"""What happens is told: each fact as its statement, under a random name, once, in words of our published profile."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from django.utils import timezone
from ralph.models.xapi.base.statements import BaseXapiStatement

from learning.assessment.models import Award, AwardLapse
from learning.enrolment.models import LessonAnswer
from learning.outbox.actions import owe_history
from learning.outbox.models import Delivery, Event
from learning.outbox.subscriptions import subscribers_to
from learning.people.models import Account, Person
from learning.records.actions.store import InvalidStatement, store_statements
from learning.records.models import ActorKey, Statement
from learning.records.translation import BUILDERS
from learning.records.xapi import profile
from learning.records.xapi.statements import statement_id
from learning.records.xapi.validation import problems_in
from tests.records.story import hear_everything, live_it_all

UUID_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def story(asha, omar) -> list[Statement]:
    return live_it_all(asha, omar)


def verb_and_type(statement: Statement) -> tuple[str, str]:
    return statement.verb, statement.read()["object"]["definition"]["type"]


def test_a_whole_story_is_told_fact_by_fact(story):
    told = Counter((verb.rsplit("/", 1)[1], kind.rsplit("/", 1)[1]) for verb, kind in map(verb_and_type, story))
    assert told.pop(("answered", "cmi.interaction")) > 10
    assert told.pop(("completed", "lesson")) > 1
    assert told.pop(("interacted", "reflection")) > 1
    assert told.pop(("preferred", "cmi.interaction")) > 1  # one for each poll and scale of the lessons she read
    assert told == {
        ("attempted", "module"): 1,
        ("completed", "module"): 1,
        ("completed", "lesson-update"): 1,
        ("attempted", "assessment"): 2,
        ("failed", "assessment"): 1,
        ("passed", "assessment"): 1,
        ("failed", "performance"): 1,
        ("passed", "performance"): 1,
        ("achieved", "competency"): 1,
        ("completed", "course"): 1,
        ("forfeited", "competency"): 1,
        ("expired", "competency"): AwardLapse.objects.count(),
    }


def test_every_event_we_subscribe_to_is_told_in_the_story_or_the_demo(story):
    told = set(Statement.objects.values_list("event__name", flat=True))
    assert told == set(BUILDERS)
    assert all("records.statements" in subscribers_to(name) for name in BUILDERS)


def test_all_of_it_holds_against_our_validator_and_one_we_did_not_write(story):
    now = timezone.now()
    everything = list(Statement.objects.all())
    assert len(everything) > len(story) > 30
    for statement in everything:
        assert problems_in(statement.read(), now=now) == []
        BaseXapiStatement.model_validate(json.loads(statement.served()))


def test_no_name_no_address_and_nothing_she_wrote_stands_in_any_statement(asha, omar):
    Person.objects.filter(pk=asha.person_id).update(name="CANARY-LEARNER", hr_id="CANARY-HR")
    Person.objects.filter(pk=omar.person_id).update(name="CANARY-ASSESSOR")
    live_it_all(asha, omar)
    texts = "\n".join(statement.served() for statement in Statement.objects.all())
    secrets = {"CANARY", "mbox", "mailto:", "@", "A thought.", "I kept to what I saw", "She asked before"}
    secrets |= {"another person's", "one open question first"}
    for facts in (Person.objects.values_list("name", "uuid", "hr_id"), Account.objects.values_list("email")):
        secrets |= {str(fact) for row in facts for fact in row if fact}
    assert {word for word in secrets if word in texts} == set()
    assert LessonAnswer.objects.filter(text="A thought.").exists() and "Golden Thread" in texts


def agents_of(statement: dict) -> list[dict]:
    return [statement["actor"], *([statement["context"]["instructor"]] if "instructor" in statement["context"] else [])]


def test_everybody_is_an_account_with_a_random_name_always_the_same(story, asha, omar):
    agents = [agent for statement in Statement.objects.all() for agent in agents_of(statement.read())]
    assert all(set(agent) == {"objectType", "account"} for agent in agents)
    assert all(UUID_FORM.fullmatch(agent["account"]["name"]) for agent in agents)
    assert {str(key.name) for key in ActorKey.objects.all()} >= {agent["account"]["name"] for agent in agents}
    observed = next(row.read() for row in story if row.verb == profile.PASSED and "practice" in row.object_id)
    assert observed["actor"]["account"]["name"] == str(ActorKey.objects.get(person=asha.person).name)
    assert observed["context"]["instructor"]["account"]["name"] == str(ActorKey.objects.get(person=omar.person).name)


def test_an_id_follows_from_the_event_so_that_it_can_be_found_from_the_fact(story, asha):
    for statement in Statement.objects.exclude(verb__in=[profile.ANSWERED, profile.PREFERRED]).select_related("event"):
        assert statement.id == statement_id(statement.event.uuid)
    award = Award.objects.filter(person=asha.person).latest("pk")
    assert Statement.objects.get(id=statement_id(award.uuid)).verb == profile.ACHIEVED


def test_an_award_points_to_the_statement_of_the_newest_evidence_behind_it(story, asha):
    award = Award.objects.filter(person=asha.person).latest("pk")
    told = Statement.objects.get(id=statement_id(award.uuid)).read()
    evidence = Statement.objects.get(id=told["context"]["statement"]["id"])
    assert (evidence.verb, evidence.person) == (profile.PASSED, asha.person)
    assert told["result"] == {"success": True, "completion": True}
    assert told["context"]["registration"] == str(award.uuid)
    assert told["context"]["extensions"] == {
        "http://127.0.0.1:8000/xapi/extensions/level": award.level.code,
        profile.EXPIRES: f"{award.expires_on}T23:59:59Z",
    }


def test_a_lost_award_points_to_the_statement_that_told_it(story):
    for verb in (profile.EXPIRED, profile.FORFEITED):
        lost = [statement.read() for statement in story if statement.verb == verb]
        assert lost
        for one in lost:
            told = Statement.objects.get(id=one["context"]["statement"]["id"])
            assert (told.verb, told.object_id) == (profile.ACHIEVED, one["object"]["id"])


def test_hearing_every_event_again_adds_nothing_and_changes_no_letter(story):
    before = dict(Statement.objects.values_list("id", "body"))
    served = [statement.served() for statement in Statement.objects.order_by("number")]
    Delivery.objects.filter(subscriber="records.statements").delete()
    assert owe_history("records.statements") == Event.objects.filter(name__in=BUILDERS).count()
    hear_everything()
    assert dict(Statement.objects.values_list("id", "body")) == before
    assert [statement.served() for statement in Statement.objects.order_by("number")] == served


def test_what_is_kept_is_served_byte_for_byte_with_what_a_store_adds_at_the_end(story):
    statement = story[0]
    served = statement.served()
    assert served.startswith(statement.body[:-1] + ',"stored":"')
    added = {key: value for key, value in json.loads(served).items() if key not in statement.read()}
    assert added == {
        "stored": statement.stored_at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{statement.stored_at.microsecond // 1000:03}Z",
        "authority": {
            "objectType": "Agent",
            "account": {"homePage": "http://127.0.0.1:8000/xapi/accounts", "name": "golden-thread"},
        },
        "version": "1.0.3",
    }


def test_an_invalid_statement_is_never_kept_and_the_delivery_keeps_the_reason(story):
    statement = story[0]
    broken = statement.read() | {"id": "00000000-0000-4000-8000-000000000000", "mood": "fine"}
    with pytest.raises(InvalidStatement, match=r"^enrolment\..*: statement: mood is not allowed$"):
        store_statements(statement.event, [broken])
    assert not Statement.objects.filter(id=broken["id"]).exists()


def templates() -> list[dict]:
    return profile.profile_document("http://127.0.0.1:8000")["templates"]


def find(place: str, inside: object) -> list[object]:
    """Return what stands at a place such as `$.context.extensions['x']` or `$.list[*].id`."""
    steps = re.findall(r"\['([^']+)'\]|\.(\w+)|(\[\*\])", place.removeprefix("$"))
    found = [inside]
    for quoted, plain, each in steps:
        if each:
            found = [item for value in found for item in value]
        else:
            found = [value[quoted or plain] for value in found if quoted or plain in value]
    return found


def test_every_statement_meets_exactly_one_template_of_our_profile_and_its_rules(story):
    met = Counter()
    for statement in Statement.objects.all():
        verb, kind = verb_and_type(statement)
        (template,) = [row for row in templates() if (row["verb"], row["objectActivityType"]) == (verb, kind)]
        for rule in template["rules"]:
            assert rule["presence"] != "included" or find(rule["location"], statement.read()), (template["id"], rule)
        met[template["prefLabel"]["en"]] += 1
    assert set(met) == {name for name, *_ in profile.TEMPLATES}


def test_every_statement_names_our_profile_as_its_category(story):
    for statement in Statement.objects.all():
        categories = [item["id"] for item in statement.read()["context"]["contextActivities"]["category"]]
        assert categories[0] == "http://127.0.0.1:8000/xapi/profile/v1"
