"""A file of questions: looked through row by row, taken whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learning.assessment.actions.imports import PlanChanged, keep_import, take_import
from learning.assessment.actions.questions import save_question
from learning.assessment.exchange import qti, spreadsheet
from learning.assessment.exchange.reading import MOST_BYTES
from learning.assessment.models import BankImport, Option, Question, QuestionVersion
from learning.assessment.queries.bank import draft_of, newest_version
from learning.assessment.queries.imports import known_questions, plan_of, read_rows, rows_of
from learning.assessment.rules.imports import fingerprint
from learning.outbox.models import Event
from tests.assessment.drafts import draft
from tests.stories import module

EXPORTS = {"xlsx": "a.xlsx", "csv": "a.csv", "gift": "a.txt", "qti": "a.zip"}


@pytest.fixture
def mindset(db):
    return module("mindset")


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)


def upload(cms, mindset, name: str, content: bytes, **data):
    file = SimpleUploadedFile(name, content)
    return cms.post(f"/cms/questions/{mindset.pk}/import/", {"file": file, **data})


def looked_through(cms, mindset, *questions, name: str = "questions.xlsx"):
    write = spreadsheet.write_xlsx if name.endswith("xlsx") else spreadsheet.write_csv
    return cms.get(upload(cms, mindset, name, write(questions)).url)


def confirm(cms, page, **data):
    return cms.post(page.request["PATH_INFO"], {"shown": page.context["shown"], **data}, follow=True)


def outcomes(page) -> dict[str, str]:
    return {row.code: row.outcome for row in page.context["rows"]}


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_taken_again_changes_nothing(cms, mindset, kind):
    exported = cms.get(f"/cms/questions/{mindset.pk}/export/{kind}/")
    assert "attachment" in exported["Content-Disposition"]
    page = cms.get(upload(cms, mindset, EXPORTS[kind], exported.content).url)
    questions = Question.objects.filter(module=mindset)
    if kind == "gift":
        questions = questions.exclude(versions__kind="ORDERING")
    assert outcomes(page) == {question.code: "UNCHANGED" for question in questions}
    assert "Nothing would change." in page.content.decode()


def test_new_and_changed_questions_are_taken_and_wait_for_review(cms, priya, mindset):
    known = draft_of(newest_version(Question.objects.get(code="mindset-02")))
    changed = draft(known.code, stem="Said better?")
    page = looked_through(cms, mindset, draft("mindset-91"), changed, draft_of_code("mindset-03"))
    assert outcomes(page) == {"mindset-91": "NEW", "mindset-02": "CHANGED", "mindset-03": "UNCHANGED"}
    assert not Question.objects.filter(code="mindset-91").exists()
    confirm(cms, page, send="on")
    made = QuestionVersion.objects.filter(state="IN_REVIEW").order_by("question__code")
    assert [(row.question.code, row.number) for row in made] == [("mindset-02", 2), ("mindset-91", 1)]
    assert {person for row in made for person in row.written_by.all()} == {priya.person}
    assert draft_of(newest_version(made[1].question)).options[1].misconception == "service-first"
    event = Event.objects.get(name="assessment.questions_imported.v1")
    assert sorted(event.data["version_ids"]) == sorted(row.pk for row in made)
    assert BankImport.objects.get().rows == []


def draft_of_code(code: str):
    return draft_of(newest_version(Question.objects.get(code=code)))


def test_a_used_question_gets_a_new_version_and_a_draft_is_changed_in_place(cms, mindset):
    page = looked_through(cms, mindset, draft("mindset-91"))
    confirm(cms, page)
    page = looked_through(cms, mindset, draft("mindset-91", stem="Once more", competency="masoss-m3"))
    confirm(cms, page)
    version = QuestionVersion.objects.get(question__code="mindset-91")
    assert (version.number, version.times_saved, version.stem, version.state) == (1, 2, "Once more", "DRAFT")
    assert version.question.competency.code == "masoss-m3"
    assert Option.objects.filter(version=version).count() == 3


def test_taken_twice_counts_once(cms, mindset):
    page = looked_through(cms, mindset, draft("mindset-91"))
    confirm(cms, page)
    again = confirm(cms, page)
    assert "This file was taken before." in again.content.decode()
    assert QuestionVersion.objects.filter(question__code="mindset-91").count() == 1


def test_what_is_unfinished_stays_a_draft(cms, mindset):
    unfinished = draft("mindset-91", options=draft().options[1:])
    page = looked_through(cms, mindset, unfinished, draft("mindset-92"))
    assert "Mark one option as right" in page.content.decode()
    confirm(cms, page, send="on")
    states = dict(QuestionVersion.objects.filter(number=1).values_list("question__code", "state"))
    assert (states["mindset-91"], states["mindset-92"]) == ("DRAFT", "IN_REVIEW")


BAD = [draft("mindset-91", competency="masoss-v3"), draft("mindset-92", kind="essay"), draft("mindset-93")]


def test_bad_rows_are_named_and_nothing_is_taken(cms, mindset):
    page = looked_through(cms, mindset, *BAD)
    words = page.content.decode()
    assert "2 with errors" in words
    assert "Row 2" in words
    assert "The module serves masoss-m2, masoss-m3." in words
    assert "Write one of single, multiple, ordering, matching." in words
    assert not page.context["may_take"]
    refused = confirm(cms, page)
    assert "Nothing was taken" in refused.content.decode()
    assert not Question.objects.filter(code__startswith="mindset-9").exists()


def test_the_list_of_errors_can_be_taken_along(cms, mindset):
    page = looked_through(cms, mindset, *BAD, name="questions.csv")
    listed = cms.get(page.request["PATH_INFO"] + "what-to-mend.csv")
    rows = list(csv.reader(io.StringIO(listed.content.decode("utf-8-sig"))))
    assert rows[0] == ["place", "code", "column", "what to do"]
    assert [row[:3] for row in rows[1:]] == [["Row 2", "mindset-91", "competency"], ["Row 3", "mindset-92", "kind"]]


def test_two_rows_with_one_code_are_named(cms, mindset):
    page = looked_through(cms, mindset, draft("mindset-91"), draft("mindset-91", stem="Other"))
    assert "Row 2 has the same code." in page.content.decode()
    assert [row.outcome for row in page.context["rows"]] == ["ERROR", "NEW"]
    assert not page.context["may_take"]


def test_a_question_in_review_is_left_alone(cms, mindset):
    confirm(cms, looked_through(cms, mindset, draft("mindset-91")), send="on")
    page = looked_through(cms, mindset, draft("mindset-91", stem="Changed meanwhile"))
    assert "This question is in review." in page.content.decode()


def test_nothing_is_taken_when_the_bank_changed_since(priya, mindset):
    rows = read_rows("a.csv", spreadsheet.write_csv([draft("mindset-01", stem="From the file")]))
    kept = keep_import(mindset, "a.csv", rows, by=priya.person)
    known = known_questions(mindset)
    shown = fingerprint(plan_of(mindset, rows_of(kept), known), known)
    question = Question.objects.get(code="mindset-01")
    save_question(question, draft("mindset-01", stem="By hand"), by=priya.person, seen=(1, 1))
    with pytest.raises(PlanChanged):
        take_import(kept, by=priya.person, shown=shown, send=False)
    assert newest_version(question).stem == "By hand"


def test_hostile_words_are_shown_as_words(cms, mindset):
    page = looked_through(cms, mindset, draft("mindset-91", stem="<script>alert(1)</script>", competency="<img src=x>"))
    words = page.content.decode()
    assert "<script>alert(1)" not in words
    assert "<img src=x" not in words
    assert "&lt;img src=x" in words


def zip_of(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("questions.pdf", b"%PDF", "Choose a file that ends in .xlsx or .csv"),
        ("questions.csv", b"", "The file is empty."),
        ("questions.csv", b"a" * 50_000_000, "The file has 50 MB; at most 10 MB can be read."),
        ("questions.csv", b"kode,kind\n", "‘kode’ is not a column of a question bank"),
        ("questions.xlsx", b"not a workbook", "or it is damaged"),
        ("questions.zip", zip_of("../up.xml"), "a path that leads out of it"),
        ("questions.txt", b"Who? {=a ~b", "have no closing }"),
        ("questions.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares a document type or entities"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_kept(cms, mindset, name, content, words):
    response = upload(cms, mindset, name, content)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not BankImport.objects.exists()
    assert len(b"a" * 50_000_000) > MOST_BYTES


def test_no_file_is_a_clear_error(cms, mindset):
    response = cms.post(f"/cms/questions/{mindset.pk}/import/", {})
    assert "Choose a file." in response.content.decode()


def test_tags_are_given_to_questions_that_name_none(cms, mindset):
    text = b"::mindset-91::Who decides? {=The person #Yes. ~The service #Not for them.}"
    bare = cms.get(upload(cms, mindset, "a.txt", text).url)
    assert outcomes(bare) == {"mindset-91": "ERROR"}
    page = cms.get(upload(cms, mindset, "a.txt", text, competency="masoss-m2", difficulty="APPLIED").url)
    assert outcomes(page) == {"mindset-91": "NEW"}
    confirm(cms, page)
    assert draft_of_code("mindset-91").competency == "masoss-m2"


def test_an_archive_of_items_is_taken(cms, mindset):
    page = cms.get(upload(cms, mindset, "a.zip", qti.write_qti([draft("mindset-91", "ORDERING")])).url)
    confirm(cms, page, send="on")
    assert [option.text for option in draft_of_code("mindset-91").options] == ["Answer a", "Answer b", "Answer c"]


def test_five_thousand_questions_are_taken_in_few_queries(priya, mindset, django_assert_max_num_queries):
    many = [draft(f"many-{number:04}", stem=f"Question {number}?") for number in range(5_000)]
    kept = keep_import(mindset, "a.csv", read_rows("a.csv", spreadsheet.write_csv(many)), by=priya.person)
    known = known_questions(mindset)
    shown = fingerprint(plan_of(mindset, rows_of(kept), known), known)
    with django_assert_max_num_queries(300):  # SQLite takes about 125 rows at once
        take_import(kept, by=priya.person, shown=shown, send=True)
    assert QuestionVersion.objects.filter(state="IN_REVIEW", question__module=mindset).count() == 5_000


def test_what_a_database_refuses_is_left_out_of_what_is_kept(priya, mindset):
    text = b"// [id:a\x00b]\nWho? {=The person\x00 ~}\n\nWhat? {}"
    kept = keep_import(mindset, "a.txt", read_rows("a.txt", text), by=priya.person)
    assert "\\u0000" not in json.dumps(kept.rows)


def test_what_was_never_confirmed_is_cleared_away(priya, mindset):
    old = keep_import(mindset, "old.csv", [], by=priya.person)
    BankImport.objects.filter(pk=old.pk).update(made_at="2026-01-01T00:00Z")
    keep_import(mindset, "new.csv", [], by=priya.person)
    assert list(BankImport.objects.values_list("file_name", flat=True)) == ["new.csv"]
