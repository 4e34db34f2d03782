"""A reader asks for the framework as a book: what they chose, complete, from live pages, and only if it is theirs."""

from __future__ import annotations

import uuid

import pytest

from framework.handbook.build import Choice, build_handbook
from framework.handbook.content import Handbook, texts_of
from framework.models import (
    CaseStudyPage,
    Competency,
    Element,
    ElementPage,
    ElementServed,
    Framework,
    FrameworkPage,
    GlossaryTerm,
    PracticeModelPage,
    ShelfPage,
)
from framework.models.pages import lines_of
from learning.jobs.actions import MOST_AT_ONCE, run_due_jobs, start_job
from learning.jobs.models import Job
from learning.outbox.models import Event
from learning.people.queries import local_today

CHOOSE, PRINT = "/framework/handbook/masoss/", "/framework/handbook/masoss/print/"
TOLD = ("named_as", "situation", "way_of_working", "strategy", "results")
EVERYTHING = {"elements": [f"masoss-{name}" for name in ("mindset", "aspirations")], "parts": ["competencies"]}


def masoss() -> Framework:
    return Framework.objects.get(code="masoss")


def book(*elements: str, parts: tuple[str, ...] = ("competencies",), told: list | None = None) -> Handbook:
    chosen = tuple(f"masoss-{name}" for name in elements) or tuple(masoss().elements.values_list("code", flat=True))
    steps = [] if told is None else told
    return build_handbook(
        Choice(masoss(), chosen, parts),
        made_on=local_today(),
        site="https://x.example",
        say=lambda *step: steps.append(step),
    )


def words(found: Handbook) -> str:
    return "\n".join(text for section in found.sections for text in texts_of(section))


def titles(found: Handbook) -> list[str]:
    return [section.title for section in found.sections]


def add_page(model, shelf: str, title: str, *elements: str, live: bool = True):
    told = dict.fromkeys(TOLD, "Told plainly.") if model is CaseStudyPage else {}
    page = model(title=title, summary=f"Summary of {title}", live=live, **told)
    ShelfPage.objects.get(slug=shelf).add_child(instance=page)
    served = list(Element.objects.filter(code__in=[f"masoss-{name}" for name in elements]))
    if model is PracticeModelPage:
        page.serves = [ElementServed(element=element, note="It helps.") for element in served]
    page.elements.set(served)
    page.save()
    return page


def text_of(response) -> str:
    return response.content.decode()


def test_it_holds_every_element_with_all_that_is_said_of_it(db):
    found = book()
    assert titles(found)[:7] == [
        "Introduction",
        "Mindset",
        "Aspirations",
        "Strengths",
        "Outcomes",
        "Solutions",
        "Services",
    ]
    text = words(found)
    for competency in Competency.objects.all():
        assert str(competency) in text
        assert competency.statement in text
    for page in ElementPage.objects.filter(element__framework=masoss()):
        for _, lines in page.good_looks_like():
            assert all(line in text for line in lines)
    for source in masoss().sources:
        assert source["detail"] in text


def test_it_holds_what_was_chosen_and_no_more(db):
    found = book("strengths", "mindset", parts=())
    assert titles(found) == ["Introduction", "Mindset", "Strengths"], "in the framework's order"
    assert "Competencies" not in [section.title for section in found.sections[1].sections]
    assert found.holds == "It holds Mindset and Strengths."
    assert book().holds == "It holds every element, with competencies."


def test_other_pages_join_by_the_elements_they_serve(db):
    add_page(PracticeModelPage, "practice-models", "A quokka model", "mindset")
    add_page(CaseStudyPage, "case-studies", "A quokka trial", "services")
    add_page(CaseStudyPage, "case-studies", "Not out yet", "mindset", live=False)
    parts = ("practice-models", "case-studies")
    of_mindset, of_services = words(book("mindset", parts=parts)), words(book("services", parts=parts))
    assert "Summary of A quokka model" in of_mindset
    assert "A quokka trial" not in of_mindset
    assert "Summary of A quokka trial" in of_services
    assert "A quokka model" not in of_services
    assert "Not out yet" not in of_mindset


def test_case_studies_and_practice_models_come_with_all_they_tell(db):
    text = words(book(parts=("practice-models", "case-studies")))
    for page in CaseStudyPage.objects.live():
        assert page.named_as in text
        assert all(line in text for line in lines_of(page.questions_for_transfer))
    for page in PracticeModelPage.objects.live():
        assert all(line in text for line in lines_of(page.when_to_take_care))
        assert all(step.value["what_happens"] in text for step in page.steps)


def test_the_words_of_the_framework_and_those_for_everybody_stand_in_the_glossary(db):
    other = Framework.objects.get(code="six-principles")
    GlossaryTerm.objects.create(term="Quokka", explanation="A word of another framework.", framework=other)
    text = words(book("mindset", parts=("glossary",)))
    for term in GlossaryTerm.objects.filter(framework=None):
        assert term.explanation in text
    assert "A word of another framework." not in text


def test_what_was_taken_down_is_not_in_it(db):
    ElementPage.objects.get(slug="mindset").unpublish()
    assert "Mindset" not in titles(book())


def test_every_step_is_told(db):
    told: list = []
    book("mindset", "strengths", told=told)
    assert told == [(1, 2, "Mindset"), (2, 2, "Strengths")]


def test_few_questions_whatever_it_holds(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        book()


def test_asha_asks_waits_and_has_the_pdf(asha, signed_in):
    client = signed_in(asha)
    page = text_of(client.get(CHOOSE))
    assert page.count("checked") == page.count('type="checkbox"') > 6, "at first everything is chosen"
    sent = {**EVERYTHING, "client_id": uuid.uuid4(), "wanted": "pdf"}
    answer = client.post(CHOOSE, sent)
    assert client.post(CHOOSE, sent).url == answer.url, "sent twice it is asked for once"
    job = Job.objects.get(asked_by=asha)
    assert Event.objects.filter(name="jobs.job_asked.v1", data__job_id=job.pk).count() == 1
    run_due_jobs()
    job.refresh_from_db()
    assert (job.state, job.result_name) == ("DONE", f"masoss-handbook-{local_today()}.pdf")
    assert job.done == job.of
    pdf = b"".join(client.get(f"{answer.url}result/").streaming_content)
    assert pdf.startswith(b"%PDF-")


def test_the_print_page_says_the_same(asha, signed_in):
    client = signed_in(asha)
    answer = client.post(CHOOSE, {**EVERYTHING, "client_id": uuid.uuid4(), "wanted": "page"})
    page = text_of(client.get(answer.url))
    for text in ("Contents", "Mindset", "Aspirations", "When it is not there yet", f"Version {masoss().version}"):
        assert text in page
    assert "Services" not in page.split("gt-book__contents")[1].split("</nav>")[0]
    assert "Services" in text_of(client.get(PRINT)), "without a choice it is everything"
    assert client.get(f"{PRINT}?elements=nothing").url == CHOOSE


def test_hostile_text_of_an_author_is_shown_and_not_run(asha, signed_in):
    page = ElementPage.objects.get(slug="mindset")
    page.meaning = '<p>#let x <script>alert(1)</script><a href="javascript:alert(1)">x</a> &lt;b&gt;</p>'
    page.save()
    Competency.objects.filter(code="masoss-m1").update(statement="<img src=x onerror=alert(1)>")
    html = text_of(signed_in(asha).get(PRINT))
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "javascript:" not in html
    assert "alert(1)</script>" not in html
    job = start_job(asha, "handbook", {"framework": "masoss", **EVERYTHING})
    run_due_jobs()
    job.refresh_from_db()
    assert job.state == "DONE"


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"elements": []}, "Choose one element or more."),
        ({"elements": ["nothing"]}, "Choose from the elements shown."),
        ({"elements": ["masoss-mindset"], "parts": ["x"]}, "Choose from the parts shown."),
    ],
)
def test_a_bad_choice_says_what_to_do_and_keeps_the_rest(asha, signed_in, sent, problem):
    answer = signed_in(asha).post(CHOOSE, {"wanted": "pdf", **sent})
    assert answer.status_code == 400
    assert text_of(answer).count(problem) == 2, "above the form and at the field"
    assert not Job.objects.exists()


def test_five_at_once_are_enough(asha, signed_in):
    for number in range(MOST_AT_ONCE):
        Job.objects.create(kind="handbook", asked_by=asha, arguments={"number": number})
    answer = signed_in(asha).post(CHOOSE, {**EVERYTHING, "wanted": "pdf"})
    assert "Wait until one is ready" in text_of(answer)


def test_somebody_elses_uuid_starts_a_job_of_ones_own(asha, priya, signed_in):
    sent = {**EVERYTHING, "client_id": uuid.uuid4(), "wanted": "pdf"}
    first, second = (signed_in(account).post(CHOOSE, sent).url for account in (asha, priya))
    assert first != second


def test_sam_finds_no_handbook_and_no_job_makes_him_one(sam, signed_in):
    client = signed_in(sam)
    assert [client.get(path).status_code for path in ("/framework/handbook/", CHOOSE, PRINT)] == [404] * 3
    assert client.post(CHOOSE, EVERYTHING).status_code == 404
    job = start_job(sam, "handbook", {"framework": "masoss", **EVERYTHING})
    run_due_jobs()
    job.refresh_from_db()
    assert (job.state, bool(job.result)) == ("FAILED", False)
    assert "not open to you" in job.message


def test_a_choice_that_fits_no_more_says_so(asha):
    job = start_job(asha, "handbook", {"framework": "masoss", "elements": ["gone"], "parts": []})
    run_due_jobs()
    job.refresh_from_db()
    assert "choose again" in job.message


def test_a_book_that_is_too_long_says_what_to_leave_out(asha, monkeypatch):
    monkeypatch.setattr("framework.handbook.pdf.MOST_CHARACTERS", 10)
    job = start_job(asha, "handbook", {"framework": "masoss", **EVERYTHING})
    run_due_jobs()
    job.refresh_from_db()
    assert "Choose fewer elements" in job.message


def test_with_two_frameworks_one_is_chosen_first_and_with_one_there_is_nothing_to_choose(asha, signed_in):
    client = signed_in(asha)
    both = text_of(client.get("/framework/handbook/"))
    assert CHOOSE in both
    assert "/framework/handbook/six-principles/" in both
    assert client.get("/framework/handbook/six-principles/").status_code == 200
    FrameworkPage.objects.get(framework__code="six-principles").unpublish()
    assert client.get("/framework/handbook/").url == CHOOSE, "one without a page is not offered"
    assert client.get("/framework/handbook/six-principles/").status_code == 404
