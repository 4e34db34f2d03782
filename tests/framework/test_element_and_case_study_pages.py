"""An element page leads to everything that serves it; a case study says plainly where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from framework.actions import FrameworkFileError, load_case_studies, read_case_studies_file
from framework.models import CaseStudyPage, Element, ElementPage, ElementServed, PracticeModelPage, ShelfPage, ToolPage
from framework.queries import changes_of, shaping_of
from tests.people.world import day

FILE = Path(settings.BASE_DIR) / "fixtures" / "framework" / "case-studies.yaml"
SHELF = "/framework/case-studies/"
STUDIES = [
    "therapy-and-care-pull-together",
    "a-risk-and-an-agreed-trial",
    "outcome-reviews-every-quarter",
    "one-base-for-every-new-starter",
]


@pytest.fixture
def hers(asha, signed_in):
    return signed_in(asha)


def text_of(client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("slug", ["mindset", "aspirations", "strengths", "outcomes", "solutions", "services"])
def test_every_element_has_evidence_an_owner_a_review_and_somebody_who_shaped_it(db, slug):
    page = ElementPage.objects.get(slug=slug, element__framework__code="masoss")
    assert len(page.evidence) >= 3
    assert page.owner_job
    assert page.reviewed_on < page.review_on
    shaping = shaping_of(page)
    assert shaping.contributions
    assert all("Made up for the demonstration" in row.words for row in shaping.contributions)
    assert changes_of(page, [])


def test_a_page_says_how_strong_its_evidence_is_in_words_and_symbol(hers):
    page = text_of(hers, "/framework/masoss/mindset/")
    assert '<span class="gt-evidence__dots" aria-hidden="true">●●○</span> <strong>Promising</strong>' in page


def test_a_page_past_its_review_says_so(hers):
    address = "/framework/masoss/mindset/"
    ElementPage.objects.filter(slug="mindset").update(review_on=day(0))
    assert "past its review date" not in text_of(hers, address)
    ElementPage.objects.filter(slug="mindset").update(review_on=day(-1))
    assert "<strong>This page is past its review date.</strong>" in text_of(hers, address)


def test_an_element_shows_the_reader_s_own_progress(hers):
    page = text_of(hers, "/framework/masoss/mindset/")
    assert "Why strengths-based practice" in page
    assert "2 of 5 lessons done" in page
    assert "questions ask about it" in page
    assert "things an observer looks for" in page


def test_an_element_leads_to_tools_and_models_that_serve_it(hers):
    for kind, slug in ((ToolPage, "tools"), (PracticeModelPage, "practice-models")):
        page = kind(title=f"A {kind.__name__}", slug=f"a-{slug}", summary="What it is for.")
        mindset = Element.objects.get(code="masoss-mindset")
        page.elements = [mindset]
        if kind is PracticeModelPage:
            page.serves = [ElementServed(element=mindset, note="It begins with hope.")]
        ShelfPage.objects.get(slug=slug).add_child(instance=page)
    page = text_of(hers, "/framework/masoss/mindset/")
    assert 'href="/framework/tools/a-tools/"' in page
    assert 'href="/framework/practice-models/a-practice-models/"' in page
    assert "A ToolPage" not in text_of(hers, "/framework/masoss/services/")
    for address in ("/framework/tools/a-tools/", "/framework/practice-models/a-practice-models/"):
        assert "Who shaped this page" in text_of(hers, address)


def test_the_shelf_holds_four_case_studies_and_each_part_is_shown_done(hers):
    shelf = text_of(hers, SHELF)
    assert all(f'href="{SHELF}{slug}/"' in shelf for slug in STUDIES)
    for element in ElementPage.objects.filter(element__framework__code="masoss"):
        assert SHELF in text_of(hers, element.url)


@pytest.mark.parametrize("slug", STUDIES)
def test_a_case_study_says_what_it_is_what_is_known_and_what_is_not(hers, slug):
    page = text_of(hers, f"{SHELF}{slug}/")
    for words in ("What this is.", "Context", "Model", "Strategy", "What made it possible", "Results"):
        assert words in page
    for words in ("What we do not know", "Could it work where you are?", "Where it comes from"):
        assert words in page


def test_sam_does_not_read_our_case_studies(sam, signed_in):
    client = signed_in(sam)
    assert [client.get(f"{SHELF}{slug}/").status_code for slug in STUDIES] == [404] * 4
    assert "agreed trial" not in text_of(client, SHELF)


def test_a_case_study_names_its_practice_model(hers):
    model = PracticeModelPage(title="Three conversations", slug="three", summary="A model.")
    ShelfPage.objects.get(slug="practice-models").add_child(instance=model)
    CaseStudyPage.objects.filter(slug=STUDIES[0]).update(practice_model=model)
    address = f"{SHELF}{STUDIES[0]}/"
    assert model.url in text_of(hers, address)
    model.unpublish()
    assert model.url not in text_of(hers, address)


def test_loading_again_leaves_them_to_their_editors(db):
    CaseStudyPage.objects.filter(slug=STUDIES[0]).update(title="Priya's title")
    pages = load_case_studies(read_case_studies_file(FILE), parent=ShelfPage.objects.get(slug="case-studies"))
    assert len(pages) == 4
    assert CaseStudyPage.objects.count() == 4
    assert CaseStudyPage.objects.get(slug=STUDIES[0]).title == "Priya's title"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"elements": ["nothing"]}, "Case study 2: 'nothing'"),
        ({"reviewed_on": "soon"}, "soon is not a day"),
        ({"evidence": 3}, "Case study 2 is not put together"),
        ({"title": None}, "Case study 2"),
    ],
)
def test_a_bad_file_writes_nothing(db, change, words):
    good, bad = read_case_studies_file(FILE)[:2]
    items = [{**good, "slug": "new-one"}, {**bad, "slug": "new-two", **change}]
    with pytest.raises(FrameworkFileError, match=words):
        load_case_studies(items, parent=ShelfPage.objects.get(slug="case-studies"))
    assert CaseStudyPage.objects.count() == 4


@pytest.mark.parametrize(("path", "most"), [(SHELF, 16), (f"{SHELF}{STUDIES[3]}/", 22)])
def test_reading_asks_few_questions_of_the_database(hers, django_assert_max_num_queries, path, most):
    with django_assert_max_num_queries(most):
        hers.get(path)


def test_the_shelf_costs_no_more_queries_with_more_on_it(hers, django_assert_max_num_queries):
    shelf, element = ShelfPage.objects.get(slug="case-studies"), Element.objects.get(code="masoss-mindset")
    told = dict.fromkeys(("named_as", "situation", "way_of_working", "strategy", "results", "summary"), "Words.")
    for number in range(30):
        page = CaseStudyPage(title=f"Study {number}", slug=f"study-{number}", **told)
        page.elements = [element]
        shelf.add_child(instance=page)
    with django_assert_max_num_queries(16):
        assert text_of(hers, SHELF).count('class="gt-card"') == 34
