"""A question bank is taken whole from its file, or refused with the place that is wrong and what to write there."""

from __future__ import annotations

from copy import deepcopy

import pytest

from learning.assessment.actions import load_assessment
from learning.assessment.actions.bank import BankFileError
from learning.assessment.models import Assessment, Question
from learning.assessment.rules.bank import bank_problem
from learning.content.actions import read_module_file
from learning.demo.organisation import FIXTURES
from tests.stories import module

SERVED = {"m1"}


def question(code: str = "q-1", kind: str = "single", *right: bool, **changes) -> dict:
    options = [
        {"key": key, "text": f"Answer {key}", "correct": flag, "feedback": "Because.", "match": "A side"}
        for key, flag in zip("abcd", right or (True, False, False), strict=False)
    ]
    fields = {"competency": "m1", "difficulty": "applied", "revisit": "lesson", "stem": "What first?"}
    return {"code": code, "kind": kind, "options": options, **fields, **changes}


def bank(*questions: dict, blueprint: list | None = None, pass_mark: int = 70) -> dict:
    rows = [{"competency": "m1", "count": 1}] if blueprint is None else blueprint
    return {"assessment": {"blueprint": rows, "pass_mark": pass_mark}, "questions": list(questions)}


def without(part: str) -> dict:
    changed = deepcopy(question())
    for option in changed["options"]:
        option[part] = ""
    return changed


MULTIPLE = ("q-1", "multiple")
ROW = {"competency": "m1", "count": 1}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (bank(question()), ""),
        (bank(question(*MULTIPLE, True, True, False)), ""),
        (bank(question("q-1", "ordering")), ""),
        (bank(question("q-1", "matching")), ""),
        ({"questions": [question()]}, "The file needs the part assessment."),
        ({"assessment": {"title": "T"}}, "The file needs the part questions."),
        (bank(), "The file needs the part questions."),
        (bank(question(), question()), "q-1: this code is used 2 times."),
        (bank(question(stem="")), "q-1: stem is missing."),
        (bank(question(revisit="")), "q-1: revisit is missing."),
        (bank(question(kind="essay")), "q-1: kind is one of single, multiple, ordering, matching."),
        (bank(question(difficulty="hard")), "q-1: difficulty is one of foundation, applied, stretch."),
        (bank(question(competency="m9")), "q-1: the module does not serve m9."),
        (bank(question("q-1", "single", True)), "q-1: give at least two options, each with a key of its own."),
        (bank(without("feedback")), "q-1: every option needs a key, a text and feedback."),
        (bank({**without("match"), "kind": "matching"}), "q-1: every option needs its match."),
        (bank(question("q-1", "single", False, False)), "q-1: mark exactly one option as correct."),
        (bank(question("q-1", "single", True, True)), "q-1: mark exactly one option as correct."),
        (bank(question(*MULTIPLE, True, True)), "q-1: mark at least one option as correct, and not all."),
        (bank(question(), blueprint=[]), "The assessment needs a blueprint, and a pass mark from 1 to 100."),
        (bank(question(), pass_mark=101), "The assessment needs a blueprint, and a pass mark from 1 to 100."),
        (
            bank(question(), blueprint=[{**ROW, "count": 2}]),
            "The blueprint asks 2 questions on m1; the bank has 1.",
        ),
        (
            bank(question(), blueprint=[{**ROW, "difficulty": "stretch"}]),
            "The blueprint asks 1 questions on m1; the bank has 0.",
        ),
        (
            bank(question(), blueprint=[{**ROW, "competency": "m9"}]),
            "The blueprint asks about m9, which the module does not serve.",
        ),
    ],
)
def test_a_bank_is_refused_with_the_place_and_what_to_write(data, problem):
    assert bank_problem(data, SERVED) == problem


@pytest.fixture
def mindset_file() -> dict:
    return read_module_file(FIXTURES / "learning" / "mindset.yaml")


@pytest.fixture
def no_bank(db):
    """Mindset before its bank was loaded."""
    found = module("mindset")
    Question.objects.filter(module=found).update(module=module("aspirations"))
    Assessment.objects.filter(module=found).first().attempts.all().delete()
    Assessment.objects.get(module=found).delete()
    return found


def test_a_bad_file_leaves_nothing_behind(no_bank, mindset_file):
    mindset_file["questions"][-1]["competency"] = "masoss-z9"
    with pytest.raises(BankFileError, match="mindset-20: the module does not serve masoss-z9"):
        load_assessment(mindset_file, module=no_bank)
    assert not Question.objects.filter(module=no_bank).exists()
    assert not Assessment.objects.filter(module=no_bank).exists()


def test_a_good_file_is_taken_whole_and_a_second_time_changes_nothing(no_bank, mindset_file):
    made = load_assessment(mindset_file, module=no_bank)
    assert Question.objects.filter(module=no_bank).count() == 20
    assert made.level.code == "foundation"
    mindset_file["questions"] = []
    assert load_assessment(mindset_file, module=no_bank) == made
    assert Question.objects.filter(module=no_bank).count() == 20
