"""The glossary as it is read and kept: A to Z, searched by plain words, each organisation with its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from framework.actions import FrameworkFileError, load_glossary, read_glossary_file
from framework.models import Framework, GlossaryTerm
from tests.stories import module

PAGE, MINDSET = "/framework/glossary/", "/framework/masoss/mindset/"
FILE = Path(settings.BASE_DIR) / "fixtures" / "framework" / "glossary.yaml"


@pytest.fixture
def hers(asha, signed_in):
    return signed_in(asha)


def text_of(client, path: str) -> str:
    return client.get(path).content.decode()


def add(term: str, **fields) -> GlossaryTerm:
    return GlossaryTerm.objects.create(**{"term": term, "explanation": "What it means.", **fields})


def test_it_holds_the_words_of_the_framework_with_their_sources(hers):
    assert GlossaryTerm.objects.count() >= 40
    page = text_of(hers, PAGE)
    assert 'id="joint-review"' in page
    assert "From: Strengths-Based Working Across MDTs" in page


@pytest.mark.parametrize(("query", "found"), [("TELECARE", "telecare"), ("%00tele", "telecare"), ("alarm", "telecare")])
def test_a_word_is_found_by_its_letters_and_by_what_it_means(hers, query, found):
    page = text_of(hers, f"{PAGE}?q={query}")
    assert f'id="{found}"' in page
    assert 'id="joint-review"' not in page


def test_a_search_that_finds_nothing_says_what_to_do_and_keeps_the_words(hers):
    page = text_of(hers, f"{PAGE}?q=%3Cscript%3Ezzz")
    assert "No word here matches." in page
    assert 'value="&lt;script&gt;zzz"' in page


def test_sam_reads_common_words_and_not_those_of_our_framework(sam, signed_in):
    page = text_of(signed_in(sam), PAGE)
    assert "Joint review" in page
    assert "MASOSS" not in page


def test_a_term_explains_itself_where_it_is_first_read(hers):
    page = text_of(hers, MINDSET)
    assert page.count('data-term="assumption"') == 1
    assert 'id="term-assumption" role="tooltip" popover="manual"' in page
    assert "js/terms.js" in page


def test_a_term_that_is_changed_is_explained_anew_at_once(hers):
    text_of(hers, MINDSET)
    term = GlossaryTerm.objects.get(slug="assumption")
    term.explanation = "Something new & <b>bold</b>."
    term.save()
    assert "Something new &amp; &lt;b&gt;bold&lt;/b&gt;." in text_of(hers, MINDSET)
    term.delete()
    assert 'data-term="assumption"' not in text_of(hers, MINDSET)


def test_everyday_words_are_not_marked(hers):
    assert 'data-term="masoss-strengths"' not in text_of(hers, MINDSET)


def test_an_organisation_s_own_meaning_stands_before_the_common_one(hers):
    own = add("Assumption", framework=Framework.objects.get(code="masoss"), explanation="Our own meaning.")
    page = text_of(hers, MINDSET)
    assert f'data-term="{own.anchor}"' in page
    assert 'data-term="assumption"' not in page


def test_terms_explain_themselves_in_lessons_and_what_is_kept_stays_as_it_was(hers, signed_in, asha):
    lesson = "/learning/mindset/" + module("mindset").live_lessons()[0].slug + "/"
    add("Kettle", also="the")
    page = text_of(hers, lesson)
    assert 'data-term="kettle"' in page
    assert 'id="term-kettle"' in page
    GlossaryTerm.objects.filter(term="Kettle").delete()
    assert "kettle" not in text_of(hers, lesson)


def test_priya_adds_a_term_and_is_told_when_it_is_there_already(priya, signed_in):
    client = signed_in(priya)
    sent = {"term": "Good day", "also": "", "explanation": "A day as I like it.", "source": "", "review_on": ""}
    assert client.post("/cms/glossaryterm/new/", {**sent, "framework": "", "mark_in_text": "on"}).status_code == 302
    again = client.post("/cms/glossaryterm/new/", {**sent, "term": "good day", "framework": ""})
    assert "This term is in the glossary already." in again.content.decode()
    bare = client.post("/cms/glossaryterm/new/", {**sent, "term": "!!!", "framework": ""})
    assert "Write a term with letters or numbers in it." in bare.content.decode()
    assert GlossaryTerm.objects.filter(term__iexact="good day").count() == 1


def test_a_thousand_terms_cost_no_more_queries(hers, django_assert_max_num_queries):
    framework = Framework.objects.get(code="masoss")
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(term=f"Word {n}", slug=f"word-{n}", explanation="x " * 50, framework=framework)
        for n in range(1000)
    )
    for path, most in ((PAGE, 6), (MINDSET, 28)):
        hers.get(path)
        with django_assert_max_num_queries(most):
            assert hers.get(path).status_code == 200


def test_loading_again_changes_nothing_that_an_editor_wrote(db):
    GlossaryTerm.objects.filter(slug="telecare").update(explanation="Priya's words.")
    assert load_glossary(read_glossary_file(FILE)) == 0
    assert GlossaryTerm.objects.get(slug="telecare").explanation == "Priya's words."


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"explanation": "x"}, "Term 1: 'term'"),
        ({"term": "New", "explanation": "x" * 601}, "at most 600"),
        ({"term": "New", "explanation": "x", "framework": "nothing"}, "Term 1: 'nothing'"),
        ({"term": "—", "explanation": "x"}, "letters or numbers"),
        ("word", "Term 1"),
    ],
)
def test_a_bad_file_is_refused_naming_the_term(db, item, words):
    before = GlossaryTerm.objects.count()
    with pytest.raises(FrameworkFileError, match=words):
        load_glossary([item])
    assert GlossaryTerm.objects.count() == before


@pytest.mark.parametrize("text", ["[", "terms: 3", "- a"])
def test_a_file_that_is_no_glossary_is_refused(tmp_path, text):
    (tmp_path / "bad.yaml").write_text(text)
    with pytest.raises(FrameworkFileError, match=r"bad\.yaml"):
        read_glossary_file(tmp_path / "bad.yaml")
