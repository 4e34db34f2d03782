"""Practice models: what each is, when it fits, how it goes, and which parts of the framework it serves."""

from __future__ import annotations

import copy

import pytest
from django.conf import settings

from framework.actions import FrameworkFileError, load_practice_models, read_list_file
from framework.models import Element, ElementServed, Framework, PracticeModelPage, ShelfPage
from learning.people.models import Unit

FILE = settings.BASE_DIR / "fixtures" / "framework" / "practice-models.yaml"
SHELF = "/framework/practice-models/"
SLUGS = ["family-group-conferencing", "local-area-co-ordination", "three-conversations"]


@pytest.fixture
def shelf(db) -> ShelfPage:
    return ShelfPage.objects.get(slug="practice-models")


@pytest.mark.parametrize("slug", SLUGS)
def test_each_page_is_complete_and_says_how_sure_we_are(db, asha, signed_in, slug):
    page = signed_in(asha).get(f"{SHELF}{slug}/").content.decode()
    for heading in (
        "When it fits",
        "Who is involved",
        "Where to take care",
        "How it goes",
        "What it serves in the framework",
        "Questions to ask",
        "What we know about it",
        "Where this page comes from",
    ):
        assert f">{heading}</h2>" in page, heading
    assert "<strong>From practice</strong>: people who do it report it" in page
    assert "Little is known about how well strengths-based practice works" in page
    assert page.count('class="gt-matches__note"') >= 4


def test_the_shelf_lists_all_three(asha, signed_in):
    page = signed_in(asha).get(SHELF).content.decode()
    assert [slug for slug in SLUGS if f'href="{SHELF}{slug}/"' in page] == SLUGS


def test_whoever_may_open_a_page_follows_from_the_elements_it_says_something_about(db, sam, signed_in):
    page = PracticeModelPage.objects.get(slug="three-conversations")
    assert set(page.elements.all()) == {served.element for served in page.serves.all()}
    client = signed_in(sam)
    assert client.get(page.url).status_code == 404
    assert "Three conversations" not in client.get(SHELF).content.decode()


def test_a_reader_of_one_framework_sees_only_what_is_said_of_that(sam, signed_in):
    Unit.objects.get(name="Southmere Care").frameworks.add(Framework.objects.get(code="six-principles"))
    page = signed_in(sam).get(f"{SHELF}three-conversations/").content.decode()
    assert "A method that fits" in page
    assert "masoss" not in page.lower()


def test_an_editors_new_note_changes_who_reads_it(db, priya):
    page = PracticeModelPage.objects.get(slug="three-conversations")
    page.serves = [ElementServed(element=Element.objects.get(code="six-principles-hope"), note="It gives hope.")]
    revision = page.save_revision(user=priya)
    assert page.elements.count() == 1
    revision.publish()
    live = PracticeModelPage.objects.get(pk=page.pk)
    assert [element.code for element in live.elements.all()] == ["six-principles-hope"]


def test_priya_finds_its_fields_in_cms(priya, signed_in):
    page = PracticeModelPage.objects.get(slug="three-conversations")
    form = signed_in(priya).get(f"/cms/pages/{page.pk}/edit/").content.decode()
    for name in ("what_it_is", "when_it_fits", "steps", "who_is_involved", "serves-TOTAL_FORMS", "sources"):
        assert f'"{name}' in form or f"{name}-" in form, name


def test_pages_that_exist_are_left_to_their_editors(shelf):
    page = PracticeModelPage.objects.get(slug="three-conversations")
    page.summary = "Said by Priya."
    page.save()
    load_practice_models(read_list_file(FILE), parent=shelf)
    assert PracticeModelPage.objects.count() == 3
    assert PracticeModelPage.objects.get(pk=page.pk).summary == "Said by Priya."


BROKEN = {
    "an element nobody defined": (lambda one: one["serves"][0].update(element="none"), "'none' is missing"),
    "no title": (lambda one: one.pop("title"), "'title' is missing"),
    "steps that are no list": (lambda one: one.update(steps=None), "not put together as it should be"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_file_is_refused_and_writes_nothing(shelf, name):
    change, words = BROKEN[name]
    data = copy.deepcopy(read_list_file(FILE))
    for number, one in enumerate(data):
        one["slug"] = f"new-{number}"
    change(data[2])
    with pytest.raises(FrameworkFileError, match=words):
        load_practice_models(data, parent=shelf)
    assert PracticeModelPage.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "words"), [(b"a: 1", "must hold a list"), (b"[1]", "must hold a list"), (b"[", "cannot be read")]
)
def test_a_file_that_is_no_list_is_refused(tmp_path, content, words):
    path = tmp_path / "models.yaml"
    path.write_bytes(content)
    with pytest.raises(FrameworkFileError, match=words):
        read_list_file(path)


def test_a_page_asks_few_questions_of_the_database(asha, signed_in, django_assert_max_num_queries):
    client = signed_in(asha)
    for path, most in ((f"{SHELF}three-conversations/", 20), (SHELF, 18)):
        with django_assert_max_num_queries(most):
            client.get(path)
