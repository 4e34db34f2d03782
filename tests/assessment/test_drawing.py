"""Drawing: the same seed gives the same questions, counts follow the blueprint, what was seen comes last."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.assessment.rules.drawing import BankTooSmall, PoolQuestion, Row, draw, shuffle

BANK = [
    PoolQuestion(number, f"q-{number:02}", competency, difficulty)
    for number, (competency, difficulty) in enumerate(
        [(competency, difficulty) for competency in (1, 2) for difficulty in ["FOUNDATION"] * 5 + ["APPLIED"] * 5]
    )
]
ROWS = [Row(1, 4), Row(2, 2, "FOUNDATION"), Row(2, 2, "APPLIED")]
SEEDS = st.text(min_size=1, max_size=32)


@given(SEEDS, st.randoms(use_true_random=False))
def test_a_seed_gives_the_same_questions_however_the_bank_is_read(seed, random):
    mixed = random.sample(BANK, len(BANK))
    assert draw(ROWS, mixed, seed=seed, seen=set()) == draw(ROWS, BANK, seed=seed, seen=set())


@given(SEEDS, st.sets(st.integers(0, len(BANK) - 1)))
def test_every_draw_obeys_the_blueprint_and_asks_nothing_twice(seed, seen):
    drawn = draw(ROWS, BANK, seed=seed, seen=seen)
    assert len({question.code for question in drawn}) == len(drawn) == 8
    assert Counter(question.competency_id for question in drawn) == {1: 4, 2: 4}
    assert Counter(question.difficulty for question in drawn if question.competency_id == 2) == {
        "FOUNDATION": 2,
        "APPLIED": 2,
    }


@given(SEEDS, SEEDS)
def test_a_retake_asks_other_questions_while_the_bank_has_them(first_seed, second_seed):
    first = {question.version_id for question in draw(ROWS, BANK, seed=first_seed, seen=set())}
    second = {question.version_id for question in draw(ROWS, BANK, seed=second_seed, seen=first)}
    assert not first & second


@given(SEEDS)
def test_when_all_were_seen_they_come_again(seed):
    everything = {question.version_id for question in BANK}
    assert len(draw(ROWS, BANK, seed=seed, seen=everything)) == 8


def test_over_many_seeds_every_question_is_asked_and_every_place_is_taken():
    draws = [draw(ROWS, BANK, seed=str(number), seen=set()) for number in range(300)]
    assert {question.code for drawn in draws for question in drawn} == {question.code for question in BANK}
    assert {drawn[0].competency_id for drawn in draws} == {1, 2}


@pytest.mark.parametrize(
    "rows", [[Row(1, 11)], [Row(3, 1)], [Row(2, 6, "APPLIED")], [Row(1, 6), Row(1, 5)], [Row(1, 1, "STRETCH")]]
)
def test_a_bank_that_is_too_small_is_refused(rows):
    with pytest.raises(BankTooSmall):
        draw(rows, BANK, seed="s", seen=set())


@pytest.mark.parametrize(
    ("rows", "count"), [([], 0), ([Row(1, 0)], 0), ([Row(1, 10)], 10), ([Row(1, 6), Row(1, 4)], 10)]
)
def test_a_row_takes_what_it_asks_and_no_more(rows, count):
    assert len(draw(rows, BANK, seed="s", seen=set())) == count


@given(st.lists(st.text(max_size=5), max_size=8, unique=True), SEEDS)
def test_options_are_shuffled_by_seed_and_never_stand_as_given(options, seed):
    shuffled = shuffle(options, seed=seed)
    assert sorted(shuffled) == sorted(options)
    assert shuffle(options, seed=seed) == shuffled
    assert len(options) < 2 or shuffled != options
