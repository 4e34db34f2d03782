"""What is wrong with a question, what differs between two, whether a bank is big enough: as tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.assessment.queries.bank import newest_drafts, words_of_module
from learning.assessment.rules.blueprint import Gap, Line, blueprint_gaps, in_drawing_order
from learning.assessment.rules.coverage import Coverage, amount, coverage_gaps
from learning.assessment.rules.drawing import PoolQuestion, Row, draw
from learning.assessment.rules.questions import (
    OptionDraft,
    changes,
    clean_text,
    question_problems,
    says_the_same,
    with_keys,
)
from tests.assessment.drafts import draft, drafts
from tests.stories import module

WORDS = {"competencies": {"masoss-m2"}, "lessons": {"what-mindset-means"}}


def option(number: int, kind: str = "SINGLE", **changes):
    asked = draft(kind=kind)
    options = list(asked.options)
    options[number - 1] = replace(options[number - 1], **changes)
    return replace(asked, options=tuple(options))


@pytest.mark.parametrize(
    ("asked", "place", "words", "keeps"),
    [
        (draft(code="a b"), "code", "Give a code of letters", True),
        (draft(code="x" * 81), "code", "Give a code of letters", True),
        (draft(kind="ESSAY"), "kind", "Write one of single, multiple, ordering, matching.", True),
        (
            draft(competency="masoss-x"),
            "competency",
            "serves masoss-m2. ‘masoss-x’ is not one of them.",
            True,
        ),
        (draft(difficulty="HARD"), "difficulty", "Write one of foundation, applied, stretch.", True),
        (draft(revisit="nowhere"), "revisit", "The module has no lesson ‘nowhere’.", True),
        (draft(stem=""), "stem", "Write the question.", True),
        (draft(stem="x" * 2001), "stem", "longer than 2000 characters", True),
        (draft(options=()), "options", "Give at least two options.", False),
        (draft(options=tuple(OptionDraft(str(n), "F", n == 0) for n in range(11))), "options", "more than 10", True),
        (option(2, text=""), "text-2", "Option 2 has no text.", True),
        (option(2, text="x" * 1001), "text-2", "longer than 1000 characters", True),
        (option(2, feedback=""), "feedback-2", "Option 2 needs feedback", False),
        (option(2, "MATCHING", match=""), "match-2", "Option 2 needs what belongs to it.", False),
        (option(3, misconception="a b"), "misconception-3", "Name a misconception in letters", True),
        (option(1, correct=False), "options", "Mark one option as right; none is marked now.", False),
        (option(2, correct=True), "options", "Mark one option as right; 2 is marked now.", False),
        (option(1, "MULTIPLE", correct=False), "options", "Mark at least one option as right, and not all", False),
        (option(2, text="Answer a"), "options", "Two options say the same.", False),
        (option(2, "MATCHING", match="Side a"), "options", "Two options belong to the same words.", False),
    ],
)
def test_a_problem_names_its_place_and_what_to_do(asked, place, words, keeps):
    found = question_problems(asked, **WORDS)
    assert (found[0].place, found[0].keeps_from_saving) == (place, keeps)
    assert words in found[0].words


@pytest.mark.parametrize("kind", ["SINGLE", "MULTIPLE", "ORDERING", "MATCHING"])
def test_a_fit_question_has_no_problem(kind):
    assert question_problems(draft(kind=kind), **WORDS) == []


@pytest.mark.parametrize("slug", ["why-strengths-based-practice", "mindset", "aspirations"])
def test_every_question_of_the_demo_is_fit(db, slug):
    found = module(slug)
    words = words_of_module(found)
    wrong = {code: question_problems(asked, **words) for code, asked in newest_drafts(found).items()}
    assert not {code: problems for code, problems in wrong.items() if problems}


@given(drafts)
def test_no_draft_makes_the_rule_stumble(asked):
    for problem in question_problems(asked, **WORDS):
        assert problem.words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" a \r\n b\rc ", "a\nb\nc"),
        ("a\x00b\x1b\ud800\uffff", "ab"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u00a0", ""),
    ],
)
def test_texts_are_kept_clean(typed, kept):
    assert clean_text(typed) == kept


@given(st.text())
def test_a_clean_text_stays_as_it_is(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@given(drafts, drafts)
def test_every_option_gets_a_key_of_its_own(asked, earlier):
    before = with_keys(earlier).options
    keys = [found.key for found in with_keys(asked, before).options]
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_an_option_keeps_its_key_when_others_come_before_it():
    asked = with_keys(draft())
    moved = replace(draft(), options=(OptionDraft("New first"), *draft().options))
    assert [found.key for found in with_keys(moved, asked.options).options] == ["d", "a", "b", "c"]


def test_changes_show_word_by_word_what_is_gone_and_new():
    after = replace(draft(), stem="Kofi says he used to dance. What do you say first?", difficulty="STRETCH")
    found = {change.what: change.runs for change in changes(draft(), after)}
    assert list(found) == ["Difficulty", "Question"]
    assert ("gone", "sing. ") in found["Question"]
    assert ("new", "dance. ") in found["Question"]


@given(drafts, drafts)
def test_there_are_changes_exactly_when_two_do_not_say_the_same(one, other):
    other = replace(other, code=one.code)
    assert bool(changes(one, other)) != says_the_same(one, other)


@pytest.mark.parametrize(
    ("lines", "have", "gaps"),
    [
        ([Line("a", 2)], {("a", "APPLIED"): 4}, []),
        ([Line("a", 2)], {("a", "APPLIED"): 3}, [Gap("a", "", 3, 4)]),
        ([Line("a", 2, "APPLIED")], {("a", "FOUNDATION"): 9}, [Gap("a", "APPLIED", 0, 4)]),
        ([Line("a", 1, "APPLIED"), Line("a", 2)], {("a", "APPLIED"): 2, ("a", "STRETCH"): 4}, []),
        ([Line("a", 1, "APPLIED"), Line("a", 2)], {("a", "APPLIED"): 5}, [Gap("a", "", 5, 6)]),
        ([Line("a", 1), Line("b", 1)], {("a", "APPLIED"): 2}, [Gap("b", "", 0, 2)]),
        ([], {}, []),
    ],
)
def test_a_bank_can_be_drawn_twice(lines, have, gaps):
    assert blueprint_gaps(lines, have) == gaps


LEVELS = ["FOUNDATION", "APPLIED", "STRETCH"]
lines = st.builds(Line, st.sampled_from("ab"), st.integers(1, 3), st.sampled_from(["", *LEVELS]))
banks = st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from(LEVELS)), st.integers(0, 8))


@given(st.lists(lines, max_size=5), banks, st.integers())
def test_a_bank_without_gaps_is_drawn_twice_with_other_questions(wanted, have, seed):
    numbers = {"a": 1, "b": 2}
    pool = [
        PoolQuestion(place * 100 + number, f"{competency}{difficulty}{number}", numbers[competency], difficulty)
        for place, ((competency, difficulty), count) in enumerate(have.items())
        for number in range(count)
    ]
    rows = [Row(numbers[line.competency], line.count, line.difficulty) for line in in_drawing_order(wanted)]
    if blueprint_gaps(wanted, have):
        return
    first = draw(rows, pool, seed=f"{seed}", seen=set())
    second = draw(rows, [question for question in pool if question not in first], seed=f"{seed}", seen=set())
    assert len(first) == len(second) == sum(line.count for line in wanted)


@pytest.mark.parametrize(
    ("have", "needed", "state"),
    [(0, 8, "NONE"), (0, 0, "NONE"), (7, 8, "TOO_FEW"), (8, 8, "ENOUGH"), (5, 0, "TOO_FEW"), (1, 1, "ENOUGH")],
)
def test_an_amount_is_none_too_few_or_enough(have, needed, state):
    assert amount(have, needed) == state


@pytest.mark.parametrize(
    ("covered", "words"),
    [
        (Coverage("m1", 1, 8, 4, 3), []),
        (Coverage("m1", 0, 8, 4, 3), ["m1 has no lesson yet."]),
        (Coverage("m1", 1, 7, 4, 3), ["m1 has 7 questions; it needs 8, twice what an attempt asks."]),
        (Coverage("m1", 1, 0, 4, 3), ["m1 has no question yet; it needs 8, twice what an attempt asks."]),
        (Coverage("m1", 1, 3, 0, 3), ["No assessment asks about m1 yet."]),
        (Coverage("m1", 1, 8, 4, 0), ["m1 has nothing to observe yet."]),
    ],
)
def test_a_competency_needs_content_questions_and_something_to_observe(covered, words):
    assert [gap.words for gap in coverage_gaps([covered])] == words
