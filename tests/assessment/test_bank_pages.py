"""The question bank in /cms/: Priya writes, Leila reviews, others find nothing, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learning.assessment.models import BlueprintRow, Question, QuestionVersion
from learning.demo.site import AUTHORS
from learning.people.models import Account
from tests.assessment.drafts import draft
from tests.stories import begin_attempt, module

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def mindset(db):
    return module("mindset")


@pytest.fixture
def cms(priya, signed_in) -> Client:
    return signed_in(priya)


@pytest.fixture
def second(leila, signed_in) -> Client:
    """A second author."""
    leila.groups.add(Group.objects.get(name=AUTHORS))
    return signed_in(leila)


def sent(asked, seen: tuple[int, int] = (0, 0), do: str = "save", **changes) -> dict[str, str]:
    """Return a question's form as a browser sends it."""
    data = {name: getattr(asked, name) for name in ("code", "kind", "stem", "competency", "difficulty", "revisit")}
    data |= {"version": str(seen[0]), "saved": str(seen[1]), "rows": str(len(asked.options)), "do": do}
    for number, option in enumerate(asked.options, 1):
        data |= {f"{name}-{number}": getattr(option, name) for name in ("text", "match", "feedback", "misconception")}
        data |= {f"correct-{number}": "on"} if option.correct else {}
    return {**data, **changes}


def address(mindset, rest: str = "") -> str:
    return f"/cms/questions/{mindset.pk}/{rest}"


def at(question: Question, rest: str = "") -> str:
    return f"/cms/questions/question/{question.pk}/{rest}"


def added(cms, mindset, **changes) -> Question:
    cms.post(address(mindset, "add/"), sent(draft(**changes)))
    return Question.objects.get(code=changes.get("code", "mindset-90"))


def test_she_adds_a_question_and_finds_it_in_the_list(cms, mindset):
    response = cms.post(address(mindset, "add/"), sent(draft()))
    question = Question.objects.get(code="mindset-90")
    assert response.url == at(question)
    rows = cms.get(address(mindset), {"q": "used to sing", "show": "DRAFT"}).context["rows"]
    assert [row.question.code for row in rows] == ["mindset-90"]


@pytest.mark.parametrize("kind", ["SINGLE", "MULTIPLE", "ORDERING", "MATCHING"])
def test_every_kind_is_previewed_as_a_learner_meets_it_before_it_is_kept(cms, mindset, kind):
    response = cms.post(address(mindset, "preview/"), sent(draft(kind=kind)))
    page = response.content.decode()
    assert "Nothing can be sent from it" in page
    assert "Kofi says he used to sing." in page
    assert "Because of b." in page
    assert "<form" not in page.split("gt-lesson-head")[1].split("</main>")[0]
    assert not Question.objects.filter(code="mindset-90").exists()
    templates = {template.name for template in response.templates}
    assert {"assessment/_question.html", "assessment/_options.html"} <= templates


def test_what_she_typed_stays_when_something_is_wrong(cms, mindset):
    response = cms.post(address(mindset, "add/"), sent(draft(), competency="nothing", stem=HOSTILE))
    page = response.content.decode()
    assert response.status_code == 422
    assert "The module serves masoss-m2, masoss-m3." in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert HOSTILE not in page
    assert "Because of b." in page
    assert not Question.objects.filter(code="mindset-90").exists()


def test_rows_are_added_moved_and_removed_without_a_script(cms, mindset):
    form = sent(draft())
    assert len(cms.post(address(mindset, "add/"), {**form, "do": "add"}).context["rows"]) == 4

    def texts(do: str) -> list[str]:
        rows = cms.post(address(mindset, "add/"), {**form, "do": do}).context["rows"]
        return [row.option.text[-1] for row in rows]

    assert texts("up-2") == ["b", "a", "c"]
    assert texts("up-1") == ["a", "b", "c"]
    assert texts("down-2") == ["a", "c", "b"]
    assert texts("remove-1") == ["b", "c"]
    assert not Question.objects.filter(code="mindset-90").exists()


def test_a_taken_code_is_refused_in_clear_words(cms, mindset):
    response = cms.post(address(mindset, "add/"), sent(draft("mindset-01")))
    assert response.status_code == 422
    assert "The module has a question mindset-01 already." in response.content.decode()


def test_a_half_written_question_is_kept_and_says_what_review_needs(cms, mindset):
    response = cms.post(address(mindset, "add/"), sent(draft(options=draft().options[:1]), do="send"))
    page = response.content.decode()
    assert "Before somebody can review it" in page
    assert "Give at least two options." in page
    assert QuestionVersion.objects.get(question__code="mindset-90").state == "DRAFT"


def test_the_second_author_gets_her_words_back_with_what_the_first_changed(cms, second, mindset):
    question = added(cms, mindset)
    cms.post(at(question), sent(draft(stem="Words of Priya"), (1, 1)))
    response = second.post(at(question), sent(draft(stem="Words of Leila"), (1, 1)))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else changed this question while you wrote" in page
    assert ">Words of Leila</textarea>" in page
    assert "Priya" in page.split("gtq-changes")[1]
    assert question.versions.get().stem == "Words of Priya"
    again = second.post(at(question), sent(draft(stem="Words of Leila"), (1, 2)))
    assert again.status_code == 302
    assert question.versions.get().stem == "Words of Leila"


def test_a_question_goes_from_draft_through_review_into_use(cms, second, mindset):
    cms.post(address(mindset, "add/"), sent(draft(), do="send"))
    question = Question.objects.get(code="mindset-90")
    own = cms.post(at(question, "review/"), {"decision": "approve", "version": 1, "saved": 2})
    assert "You wrote some of these words" in own.content.decode()
    assert f"Choose one · {question.competency}" in second.get(at(question, "review/")).content.decode()
    nothing = second.post(at(question, "review/"), {"decision": "decline", "reason": " ", "version": 1, "saved": 2})
    assert "Write why you send it back" in nothing.content.decode()
    second.post(at(question, "review/"), {"decision": "decline", "reason": "Two are right.", "version": 1, "saved": 2})
    assert "Two are right." in cms.get(at(question)).content.decode()
    cms.post(at(question), sent(draft(stem="Mended?"), (1, 3), do="send"))
    done = second.post(at(question, "review/"), {"decision": "approve", "version": 1, "saved": 5})
    assert done.url == address(mindset)
    assert question.versions.get().is_current
    page = cms.get(at(question, "history/")).content.decode()
    assert "Sent back" in page
    assert "Approved" in page


def test_what_was_changed_while_it_was_read_is_not_approved(cms, second, mindset):
    cms.post(address(mindset, "add/"), sent(draft(), do="send"))
    question = Question.objects.get(code="mindset-90")
    cms.post(at(question, "take-back/"))
    cms.post(at(question), sent(draft(stem="Quickly changed"), (1, 3), do="send"))
    response = second.post(at(question, "review/"), {"decision": "approve", "version": 1, "saved": 2})
    assert response.url == at(question)
    assert question.versions.get().state == "IN_REVIEW"


def test_versions_are_compared_and_used_again(cms, mindset):
    question = Question.objects.get(code="mindset-01")
    cms.post(at(question), sent(draft("mindset-01", stem="Something new?"), (1, 1)))
    page = cms.get(at(question, "compare/1/2/")).content.decode()
    assert "Something new?" in page
    assert cms.get(at(question, "compare/1/9/")).status_code == 404
    assert cms.get(at(question, "versions/2/")).status_code == 200
    refused = cms.post(at(question, "versions/1/again/"), follow=True)
    assert "A newer wording waits." in refused.content.decode()


def test_withdrawing_asks_for_a_reason_and_names_the_row(cms, mindset):
    questions = Question.objects.filter(module=mindset, competency__code="masoss-m2")
    row = BlueprintRow.objects.get(assessment__module=mindset, competency__code="masoss-m2")
    BlueprintRow.objects.filter(pk=row.pk).update(count=questions.count() // 2)
    question = questions.first()
    empty = cms.post(at(question, "withdraw/"), {"reason": ""})
    assert "Write the reason" in empty.content.decode()
    warned = cms.post(at(question, "withdraw/"), {"reason": "Out of date."}).content.decode()
    assert "A second attempt would repeat questions" in warned
    assert f"{row.competency}: " in warned
    assert "Out of date.</textarea>" in warned
    cms.post(at(question, "withdraw/"), {"reason": "Out of date.", "anyway": "on"})
    question.refresh_from_db()
    assert question.withdrawn_on
    assert "mindset-01" in cms.get(address(mindset), {"show": "withdrawn"}).content.decode()
    assert "A second attempt would repeat" in cms.get(address(mindset)).content.decode()
    cms.post(at(question, "bring-back/"), {"reason": "Still true."})
    question.refresh_from_db()
    assert question.withdrawn_on is None


def test_only_what_nobody_was_asked_is_deleted(cms, asha, mindset):
    asked = begin_attempt(asha.person, "mindset").questions.first().version.question
    assert cms.get(at(asked, "delete/")).url == at(asked)
    question = added(cms, mindset)
    assert cms.post(at(question, "delete/")).url == address(mindset)
    assert not Question.objects.filter(code="mindset-90").exists()


def settings_form(*rows: tuple[str, str, str], **changes) -> dict[str, str]:
    data = {"row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0"}
    for number, (count, competency, difficulty) in enumerate(rows):
        data |= {f"row-{number}-count": count, f"row-{number}-competency": competency}
        data |= {f"row-{number}-difficulty": difficulty}
    level = module("mindset").assessment.level_id
    return {**data, "title": "Check", "level": str(level), "pass_mark": "75", **changes}


def test_what_the_assessment_asks_is_edited(cms, mindset):
    assert cms.get(address(mindset, "assessment/")).status_code == 200
    response = cms.post(address(mindset, "assessment/"), settings_form(("2", "masoss-m2", "APPLIED"), ("", "", "")))
    assert response.url == address(mindset)
    row = BlueprintRow.objects.get(assessment__module=mindset)
    assert (row.count, row.difficulty, row.assessment.pass_mark) == (2, "APPLIED", 75)


@pytest.mark.parametrize(
    ("rows", "changes", "words"),
    [
        ([], {}, "Give at least one row"),
        ([("", "masoss-m2", "")], {}, "Write how many questions to ask."),
        ([("2", "", "")], {}, "Choose the competency."),
        ([("2", "masoss-v3", "")], {}, "Choose a competency that the module serves."),
        ([("x", "masoss-m2", "")], {}, "Write a whole number from 1 to 50."),
        ([("1", "masoss-m2", ""), ("2", "masoss-m2", "")], {}, "Two rows are about the same."),
        ([("1", "masoss-m2", "")], {"pass_mark": "101"}, "Write a number from 1 to 100."),
        ([("1", "masoss-m2", "")], {"title": ""}, "Give the assessment a title."),
        ([("10", "masoss-m2", "")], {}, "questions, 20 needed"),
        ([("50", "masoss-m2", "")], {"anyway": "on"}, "Learners could not start the assessment"),
    ],
)
def test_settings_that_cannot_be_are_refused(cms, mindset, rows, changes, words):
    before = list(BlueprintRow.objects.filter(assessment__module=mindset).values_list())
    response = cms.post(address(mindset, "assessment/"), settings_form(*rows, **changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert list(BlueprintRow.objects.filter(assessment__module=mindset).values_list()) == before


@pytest.mark.parametrize(
    "query",
    [
        "?element=masoss-mindset&competency=masoss-m2&difficulty=APPLIED&kind=SINGLE&sort=-code",
        "?misconception=service-first&sort=newest",
        "?show=everything&sort=difficulty&page=99",
        "?sort=nonsense&kind=<x>&show=0&q=%00%27",
    ],
)
def test_the_list_narrows_and_sorts_and_minds_no_nonsense(cms, mindset, query, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert cms.get(address(mindset) + query).status_code == 200


def test_a_misconception_finds_its_questions(cms, mindset):
    rows = cms.get(address(mindset), {"misconception": "service-first"}).context["rows"]
    wanted = Question.objects.filter(module=mindset, versions__options__misconception="service-first").distinct()
    assert {row.question.code for row in rows} == set(wanted.values_list("code", flat=True))
    assert rows


def test_the_module_leads_to_its_questions(cms, mindset):
    assert address(mindset) in cms.get(f"/cms/pages/{mindset.pk}/edit/").content.decode()
    assert "/cms/questions/" in cms.get("/cms/").content.decode()
    assert "Coverage of" in cms.get("/cms/").content.decode()


def upload(cms, mindset, name: str, content: bytes):
    return cms.post(address(mindset, "import/"), {"file": SimpleUploadedFile(name, content)})


def test_an_author_of_another_organisation_finds_nothing(sam, signed_in, mindset):
    sam.groups.add(Group.objects.get(name=AUTHORS))
    client, question = signed_in(sam), Question.objects.get(code="mindset-01")
    rests = ["", "add/", "assessment/", "import/", "export/csv/"]
    assert {client.get(address(mindset, rest)).status_code for rest in rests} == {404}
    rests = ["", "review/", "history/", "compare/1/1/", "versions/1/", "withdraw/", "bring-back/", "delete/"]
    assert {client.get(at(question, rest)).status_code for rest in rests} == {404}
    rests = ["", "send/", "take-back/", "review/", "versions/1/again/", "withdraw/", "delete/"]
    assert {client.post(at(question, rest), {"reason": "x"}).status_code for rest in rests} == {404}
    assert upload(client, mindset, "a.csv", b"x").status_code == 404
    assert client.get("/cms/coverage/masoss/").status_code == 404
    assert "Mindset" not in client.get("/cms/questions/").content.decode()


def test_an_editor_of_pages_without_the_right_writes_no_questions(priya, signed_in, mindset):
    group = priya.groups.get(name=AUTHORS)
    group.permissions.remove(*group.permissions.filter(content_type__app_label="assessment"))
    client = signed_in(Account.objects.get(pk=priya.pk))
    assert client.get(address(mindset)).status_code == 404
    assert "/cms/questions/" not in client.get("/cms/").content.decode()


def test_what_was_typed_is_handed_back_to_who_is_signed_out(client, mindset):
    response = client.post(address(mindset, "add/"), sent(draft(stem="Do not lose this")))
    assert response.status_code == 403
    assert "Do not lose this" in response.content.decode()
