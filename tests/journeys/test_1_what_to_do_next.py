"""Step 1: a new starter signs in and sees what to do next and why, how long it takes, and her induction by stage."""

from datetime import date

from playwright.sync_api import expect

from learning.demo.organisation import PASSWORD
from learning.people.models import Account
from learning.people.queries import bank_holidays, local_today
from learning.people.rules import add_working_days
from learning.people.templatetags.states import day
from tests.journeys.newcomers import new_starter


def due(start: date, days: int) -> str:
    return f"Due by {day(add_working_days(start, days, bank_holidays()))}"


def test_a_new_starter_finds_what_to_do_next_and_her_induction(site, device):
    amina = new_starter("Amina Diallo")
    hers = device()
    page = hers.go("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    hers.look("sign-in")

    page = hers.sign_in(amina.email, "not her password")
    expect(page.get_by_text("password you specified")).to_be_visible()
    expect(page.get_by_label("Email").or_(page.get_by_label("E-mail"))).to_have_value(amina.email)
    hers.look("sign-in-refused")

    page = hers.sign_in(amina.email)
    expect(page.get_by_role("heading", name="Hello Amina")).to_be_visible()
    step = page.locator(".gt-next")
    expect(step.get_by_role("heading", name="Why strengths-based practice")).to_be_visible()
    expect(step).to_contain_text("minutes")
    expect(step).to_contain_text("Day 1")
    expect(step).to_contain_text("what your job asks for")
    hers.look("home")

    page.get_by_role("link", name="See every step and its date").click()
    expect(page.get_by_role("heading", name="Your induction", level=1)).to_be_visible()
    for stage, days in (("Day 1", 0), ("Week 1", 5), ("Month 1", 20), ("Month 3", 60)):
        shown = page.locator(".gt-stages > li").filter(has=page.get_by_role("heading", name=stage, exact=True))
        expect(shown).to_contain_text(due(local_today(), days))
    hers.look("induction")


def test_without_an_induction_the_pages_say_so(site, device):
    theirs = device()
    page = theirs.sign_in("sam@example.org")
    expect(page.get_by_role("link", name="See what is missing")).to_be_visible()
    theirs.look("home-late")
    for path, words in (
        ("/induction/", "You have no induction to do"),
        ("/learning/", "has not published any learning yet"),
        ("/framework/", "has not published a practice framework yet"),
        ("/assessment/", "There is nothing to check yet"),
        ("/record/", "When you complete a competency"),
    ):
        expect(theirs.go(path).get_by_text(words)).to_be_visible()
        theirs.look(path.strip("/") + "-empty")


def test_somebody_without_a_post_finds_a_home_that_says_what_will_stand_there(site, device):
    zoe = Account.objects.create_user("zoe@example.org", PASSWORD, name="Zoe Hart")
    hers = device()
    page = hers.sign_in(zoe.email)
    expect(page.get_by_text("Nothing waits for you now")).to_be_visible()
    hers.look("home-empty")
