"""What people find, what they do not, and what finding costs."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from framework.models import Competency, ElementPage, GlossaryTerm, ToolPage
from learning.content.models import LessonPage, ModulePage
from learning.search.actions import rebuild_search
from learning.search.models import SearchEntry, SearchWord
from tests.stories import module

SEARCH = reverse("search:search")


def titles(client, query: str, **choices) -> list[str]:
    answer = client.get(SEARCH, {"q": query, **choices})
    assert answer.status_code == 200
    return [find.entry.title for find in answer.context["finds"]]


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(SEARCH).status_code == 302


def test_asha_finds_framework_competencies_and_learning_best_first(asha, signed_in):
    found = titles(signed_in(asha), "mindset")
    assert found[0] == "Mindset"
    assert {"Mindset", "What mindset means here"} <= set(found)
    assert "O1 Agree SMART outcomes" in titles(signed_in(asha), "smart outcomes")


def test_a_spelling_mistake_is_mended_and_said(asha, signed_in):
    page = signed_in(asha).get(SEARCH, {"q": "strenghts"})
    assert page.context["finds"]
    assert "in place of “strenghts”" in page.content.decode()


def test_sam_finds_nothing_of_another_organisation_and_is_offered_none_of_its_words(sam, signed_in):
    page = signed_in(sam).get(SEARCH, {"q": "strenghts"})
    assert {find.entry.kind for find in page.context["finds"]} <= {"TERM"}, "the glossary is for everybody"
    assert titles(signed_in(sam), "mindset", kind="LESSON") == []
    assert signed_in(sam).get(SEARCH, {"q": "aspiratoins"}).context["mended"] == []


def test_nothing_found_says_what_to_do(asha, signed_in):
    page = signed_in(asha).get(SEARCH, {"q": "zebra"}).content.decode()
    assert "Nothing has all of these words" in page


@pytest.mark.parametrize(
    "query",
    [
        "a" * 5000,
        "'\" OR 1=1 --",
        "NEAR(a b)",
        "* AND (",
        "title:mindset",
        "\x00mindset",
        "<script>alert(1)</script>",
        "😀",
        "%_",
        " ".join(["strength"] * 200),
    ],
)
def test_any_query_is_answered_and_shown_as_text(asha, signed_in, query):
    page = signed_in(asha).get(SEARCH, {"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    "choices",
    [{"kind": "NONE"}, {"minutes": "many"}, {"setting": "moon"}, {"element": "x", "role": "y"}, {"page": "99"}],
)
def test_a_choice_that_does_not_exist_finds_nothing_or_is_left_out(asha, signed_in, choices):
    assert signed_in(asha).get(SEARCH, {"q": "mindset", **choices}).status_code == 200


def test_finds_are_narrowed_down_by_kind_element_job_setting_and_time(asha, signed_in):
    client = signed_in(asha)
    everything = client.get(SEARCH, {"q": "strengths"}).context["page"].paginator.count
    for choice in [
        {"kind": "LESSON"},
        {"element": "masoss-mindset"},
        {"role": "occupational-therapist"},
        {"setting": "residential"},
        {"minutes": "10"},
    ]:
        some = client.get(SEARCH, {"q": "strengths", **choice}).context["page"].paginator.count
        assert 0 < some < everything, choice


def test_each_count_is_what_the_choice_leaves(asha, signed_in):
    client = signed_in(asha)
    for facet in client.get(SEARCH, {"q": "strengths"}).context["facets"]:
        for choice in facet.choices:
            left = client.get(SEARCH, {"q": "strengths", facet.name: choice.value}).context["page"].paginator.count
            assert left == choice.count, (facet.name, choice)


def test_what_is_published_is_found_at_once_and_what_is_taken_down_is_not(asha, signed_in):
    lesson = LessonPage.objects.get(slug="what-mindset-means")
    lesson.title = "Quokkas in the team"
    lesson.save_revision().publish()
    assert "Quokkas in the team" in titles(signed_in(asha), "quokka")
    lesson.unpublish()
    assert titles(signed_in(asha), "quokka") == []


def test_a_draft_is_not_found(asha, signed_in):
    lesson = LessonPage.objects.get(slug="what-mindset-means")
    lesson.title = "Quokkas in the team"
    lesson.save_revision()
    assert titles(signed_in(asha), "quokka") == []


def test_a_page_with_a_new_address_is_found_there(db, django_capture_on_commit_callbacks):
    page = module("mindset")
    page.slug = "a-hopeful-mind"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    entries = SearchEntry.objects.filter(kind="LESSON", url__contains="/a-hopeful-mind/")
    assert entries.count() == len(page.live_lessons())


def test_a_competency_is_found_by_its_new_words(asha, signed_in):
    competency = Competency.objects.get(code="masoss-m1")
    competency.title = "Quokkas first"
    competency.save()
    assert titles(signed_in(asha), "quokkas") == ["M1 Quokkas first"]


def test_a_word_of_the_glossary_leads_to_its_explanation(asha, signed_in):
    finds = signed_in(asha).get(SEARCH, {"q": "anchor", "kind": "TERM"}).context["finds"]
    assert "/framework/glossary/#" in finds[0].entry.url
    GlossaryTerm.objects.create(term="Quokka", explanation="A small and hopeful animal.")
    assert titles(signed_in(asha), "quokka") == ["Quokka"]
    GlossaryTerm.objects.get(term="Quokka").delete()
    assert titles(signed_in(asha), "quokka") == []


def test_the_tools_of_a_framework_are_its_readers_own(asha, sam, signed_in):
    shelf = ElementPage.objects.first().get_parent().get_parent().get_children().get(slug="tools").specific
    tool = ToolPage(title="A quokka map", summary="Draw it together.")
    shelf.add_child(instance=tool)
    tool.elements.add(ElementPage.objects.first().element)
    tool.save_revision().publish()
    assert titles(signed_in(asha), "quokka") == ["A quokka map"]
    assert titles(signed_in(sam), "quokka") == []


def test_rebuilding_gives_what_is_there_already(db):
    before = list(SearchEntry.objects.order_by("key").values("key", "kind", "title", "text", "url", "minutes"))
    rebuild_search()
    after = list(SearchEntry.objects.order_by("key").values("key", "kind", "title", "text", "url", "minutes"))
    assert before == after


def test_the_check_names_what_is_missing(db):
    call_command("rebuild_search", "--check")
    SearchEntry.objects.filter(kind="MODULE").delete()
    with pytest.raises(CommandError, match="11 differ: page:"):
        call_command("rebuild_search", "--check")
    call_command("rebuild_search")
    call_command("rebuild_search", "--check")


def test_a_search_costs_the_same_however_much_is_found(asha, signed_in, django_assert_max_num_queries):
    rows = [
        SearchEntry(
            key=f"page:x{n}", kind="LESSON", title=f"Quokka {n}", text="outcome " * 40, url="/", for_everybody=True
        )
        for n in range(300)
    ]
    SearchEntry.objects.bulk_create(rows)
    SearchWord.objects.bulk_create([SearchWord(word="quokka")], ignore_conflicts=True)
    from wagtail.search.backends import get_search_backend

    get_search_backend().get_index_for_model(SearchEntry).add_items(
        SearchEntry, list(SearchEntry.objects.filter(key__startswith="page:x"))
    )
    client = signed_in(asha)
    client.get(SEARCH, {"q": "quokka"})
    with django_assert_max_num_queries(22):
        page = client.get(SEARCH, {"q": "quokka"})
    assert page.context["page"].paginator.count == 300
    assert len(page.context["finds"]) == 20


def test_modules_say_their_minutes_and_settings(db):
    for found in ModulePage.objects.live():
        entry = SearchEntry.objects.get(key=f"page:{found.pk}")
        assert entry.minutes == sum(lesson.minutes for lesson in found.live_lessons())
        assert entry.at_home
        assert entry.in_residential_care
