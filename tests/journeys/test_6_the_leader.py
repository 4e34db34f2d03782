"""Step 6: Lena sees her service, the figure moves with an award, and every figure can be followed to its proof."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.newcomers import SECOND, new_starter, person_called
from tests.stories import observe, pass_assessment

M2 = "M2 Build hope and a positive mindset"


def met(page: Page) -> int:
    """Return how many have M2 from the words beside its bar."""
    row = page.locator(".gt-bars__row").filter(has_text=M2)
    return int(re.search(r"(\d+) of \d+ met", row.inner_text()).group(1))


def test_the_figure_moves_and_can_be_followed_to_its_proof_and_back(site, device):
    lotte = new_starter("Lotte Maas")
    pass_assessment(lotte.person, SECOND)
    hers = device()
    page = hers.sign_in("lena@example.org")
    hers.look("leader-home")
    page.get_by_role("link", name="See who is ready").click()
    expect(page.get_by_role("heading", name="Adult Social Care")).to_be_visible()
    hers.look("readiness")
    before = met(page)
    observe(lotte.person, "masoss-m2", assessor=person_called("omar"))
    page.reload()
    assert met(page) == before + 1

    page.get_by_role("link", name="Community Support").first.click()
    page.get_by_role("link", name="Riverside team").first.click()
    expect(page.get_by_role("heading", name="Riverside team")).to_be_visible()
    hers.look("team")
    page.get_by_role("link", name=M2).first.click()
    hers.look("team-competency")
    page.get_by_role("link", name="Lotte Maas").click()
    expect(page.get_by_role("heading", name="What proves it")).to_be_visible()
    hers.look("why")

    page.get_by_role("link", name="As it is stored and sent").click()
    expect(page.get_by_text("The actor is a random number")).to_be_visible()
    page.get_by_role("link", name="The line of the framework").click()
    expect(page.get_by_role("heading", name=M2)).to_be_visible()
    page.get_by_role("link", name=re.compile("Who has it in Adult Social Care")).click()
    expect(page.get_by_text("who need it have it")).to_be_visible()


def test_why_is_this_red_says_what_is_missing_who_and_by_when(site, device):
    hers = device(viewport=PHONE)
    hers.sign_in("lena@example.org")
    page = hers.go("/readiness/")
    page.get_by_role("link", name=re.compile("^See all")).click()
    expect(page.get_by_role("status")).to_contain_text("people")
    hers.look("people")
    page.get_by_label("Name").fill("Callum")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Callum Reid").click()
    hers.look("person")
    page.get_by_role("link", name="O2 Keep the golden thread").click()
    expect(page.get_by_role("heading", name="Why it is not complete")).to_be_visible()
    expect(page.get_by_text("Omar Siddiqui can supply this").first).to_be_visible()
    expect(page.get_by_text("It was due by").first).to_be_visible()
    hers.look("why-red")


def test_as_at_another_day_the_page_answers_for_that_day(site, device):
    hers = device()
    hers.sign_in("lena@example.org")
    page = hers.go("/readiness/")
    page.get_by_label("As at").fill("2026-01-15")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("as at Thursday 15 January 2026")).to_be_visible()
    hers.look("readiness-then")
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_text("as at Thursday")).to_have_count(0)


def test_omar_sees_the_people_he_manages(site, device):
    his = device()
    his.sign_in("omar@example.org")
    page = his.go("/readiness/")
    expect(page.get_by_role("heading", name="The people you manage")).to_be_visible()
    expect(page.get_by_role("link", name="Asha Bello")).to_be_visible()
    expect(page.get_by_role("link", name="Dev Patel")).to_have_count(0)
    his.look("manager-team")
    page = his.go("/")
    his.look("manager-home")
