"""Step 7: Sam works for another organisation and sees none of it, by any address, method or guess."""

import re
import uuid

from playwright.sync_api import expect

from learning.assessment.models import Attempt, Award, Observation
from learning.people.models import Unit
from learning.records.models import Statement
from tests.journeys.newcomers import FIRST, new_starter, person_called
from tests.stories import begin_attempt, observe, pass_assessment


def addresses() -> list[str]:
    """Return addresses of everything there is about somebody in Omar's team."""
    mona = new_starter("Mona Frey").person
    pass_assessment(mona, FIRST)
    observation = observe(mona, "masoss-m2", assessor=person_called("omar"))
    attempt = begin_attempt(mona, "mindset")
    award = Award.objects.filter(person=mona).first()
    statement = Statement.objects.filter(person=mona).first()
    team = Unit.objects.get(name="Riverside team")
    return [
        "/framework/masoss/",
        "/framework/masoss/mindset/m2/",
        f"/learning/{FIRST}/",
        f"/assessment/of/{FIRST}/",
        f"/assessment/attempts/{attempt.uuid}/1/",
        f"/assessment/attempts/{Attempt.objects.filter(person=mona).first().uuid}/outcome/",
        f"/assessment/observations/{observation.uuid}/",
        f"/assessment/observe/{mona.uuid}/{observation.competency_level_id}/",
        f"/assessment/awards/{award.uuid}/",
        f"/record/statements/{statement.id}/",
        "/readiness/",
        f"/readiness/units/{team.uuid}/",
        f"/readiness/people/{mona.uuid}/",
        f"/readiness/people/{mona.uuid}/competencies/masoss-m2/",
        "/cms/",
        "/django-admin/",
    ]


def body_of(page) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page.locator("main").inner_html())


def test_sam_meets_the_page_of_a_thing_that_does_not_exist(site, device):
    theirs = device()
    theirs.sign_in("sam@example.org")
    page = theirs.go(f"/readiness/people/{uuid.uuid4()}/")
    nothing = body_of(page)
    for address in addresses():
        response = page.goto(theirs.site + address)
        assert response.status == 404, address
        assert body_of(page) == nothing, address
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    assert Observation.objects.exists()
    theirs.look("sam-not-found")
