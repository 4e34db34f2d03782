"""Step 4: knowing is not yet practising. Omar observes, judges, and in that moment the competency is complete."""

from playwright.sync_api import expect

from learning.assessment.models import Award
from tests.journeys.conftest import PHONE
from tests.journeys.newcomers import SECOND, new_starter, person_called
from tests.stories import pass_assessment, standard, study_all

M2 = "M2 Build hope and a positive mindset"


def test_omar_judges_a_starter_competent(site, device):
    hanna = new_starter("Hanna Berg")
    study_all(hanna.person, SECOND)
    pass_assessment(hanna.person, SECOND)
    hers = device()
    hers.sign_in(hanna.email)
    page = hers.go(f"/readiness/people/{hanna.person.uuid}/competencies/masoss-m2/")
    expect(page.locator(".gt-level")).to_contain_text("Knows")
    expect(page.get_by_role("heading", name="Why it is not complete")).to_be_visible()
    expect(page.get_by_text("Omar Siddiqui can supply this")).to_be_visible()
    hers.look("proof-knows")

    his = device(viewport=PHONE)
    page = his.sign_in("omar@example.org")
    page = his.go("/assessment/")
    his.look("assessment-manager")
    link = page.get_by_role("link", name=f"Hanna Berg: {M2}")
    if not link.is_visible():
        page.get_by_text("Due later").click()
    link.click()
    his.look("observe")
    page.get_by_role("button", name="Record the observation").click()
    expect(page.get_by_text("There is a problem. Nothing you wrote is lost.")).to_be_visible()
    his.look("observe-refused")

    page.get_by_label("In a person’s home").check(force=True)
    for choice in page.get_by_label("Seen", exact=True).all():
        choice.check(force=True)
    page.get_by_label("Competent", exact=True).check(force=True)
    page.get_by_label("What went well?").fill("She named what the person had done before she offered help.")
    page.get_by_role("button", name="Record the observation").click()
    expect(page.get_by_text(f"Hanna has completed {M2}")).to_be_visible()
    his.look("observation")
    page.get_by_role("link", name="See the award").click()
    his.look("award")

    page = hers.go(f"/readiness/people/{hanna.person.uuid}/competencies/masoss-m2/")
    expect(page.locator(".gt-level")).to_contain_text("Observed")
    expect(page.get_by_role("heading", name="What proves it")).to_be_visible()
    hers.look("proof-met")
    page = hers.go("/assessment/")
    page.get_by_role("link", name=M2).click()
    expect(page.get_by_text("She named what the person had done")).to_be_visible()


def test_not_yet_comes_with_a_next_step_and_everything_typed_stays(site, device):
    iris = new_starter("Iris Vance")
    study_all(iris.person, SECOND)
    pass_assessment(iris.person, SECOND)
    his = device()
    his.sign_in("omar@example.org")
    page = his.go(f"/assessment/observe/{iris.person.uuid}/{standard('masoss-m2').pk}/")
    page.get_by_label("At the workplace").check(force=True)
    for choice in page.get_by_label("Partly").all():
        choice.check(force=True)
    page.get_by_label("Not yet competent").check(force=True)
    page.get_by_label("What went well?").fill("She listened.")
    page.get_by_role("button", name="Record the observation").click()
    expect(page.get_by_role("link", name="Write one step that would help")).to_be_visible()
    expect(page.get_by_label("What went well?")).to_have_value("She listened.")
    page.get_by_label("What would take it one step further?").fill("Ask one open question before the first task.")
    page.get_by_role("button", name="Record the observation").click()
    expect(page.get_by_text("The observation is saved")).to_be_visible()
    expect(page.get_by_text("Ask one open question before the first task.")).to_be_visible()
    assert not Award.objects.filter(person=iris.person, competency__code="masoss-m2").exists()


def test_nobody_judges_themselves(site, device):
    his = device()
    his.sign_in("omar@example.org")
    page = his.go(f"/assessment/observe/{person_called('omar').uuid}/{standard('masoss-m2').pk}/")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    his.look("not-found")


def test_an_award_is_taken_back_with_a_reason(site, device):
    jana = new_starter("Jana Ruiz")
    pass_assessment(jana.person, SECOND)
    award = Award.objects.get(person=jana.person, competency__code="masoss-m3")
    his = device()
    his.sign_in("omar@example.org")
    page = his.go(f"/assessment/awards/{award.uuid}/")
    page.get_by_role("link", name="Take this award back").click()
    page.get_by_role("button", name="Take the award back").click()
    expect(page.get_by_role("link", name="Write why, so that the person understands.")).to_be_visible()
    his.look("revoke-refused")
    page.get_by_label("Why is it taken back?").fill("It was recorded for the wrong person.")
    page.get_by_role("button", name="Take the award back").click()
    expect(page.get_by_text("It was recorded for the wrong person.")).to_be_visible()
    his.look("award-taken-back")
