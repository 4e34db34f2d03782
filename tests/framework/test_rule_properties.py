"""What holds of every evidence rule there could be."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from framework.rules import (
    ALL_OF,
    ANY_OF,
    ATTENDANCE,
    KNOWLEDGE,
    N_OF,
    OBSERVATION,
    SIGN_OFF,
    RuleError,
    evaluate,
    leaf_kinds,
    missing,
    parse,
    used_facts,
)
from framework.words import describe
from tests.framework.expressions import evidence, expressions, parts, written

anything = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 60) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([ALL_OF, ANY_OF, N_OF, KNOWLEDGE, OBSERVATION, "n", "of", "count", "x"]), inner, max_size=2
        )
    ),
    max_leaves=12,
)


@given(expression=expressions)
def test_a_rule_written_down_and_read_again_is_the_same_rule(expression):
    assert written(parse(expression)) == expression
    assert parse(written(parse(expression))) == parse(expression)


@given(expression=anything)
def test_whatever_is_written_is_either_a_rule_or_refused_by_name(expression):
    try:
        rule = parse(expression)
    except RuleError as refused:
        assert str(refused).startswith("rule")
    else:
        assert describe(rule)


@given(expression=expressions, had=evidence, more=evidence)
def test_more_evidence_never_turns_a_met_rule_unmet(expression, had, more):
    rule = parse(expression)
    known = {fact.id for fact in had}
    if evaluate(rule, had).met:
        assert evaluate(rule, had + [fact for fact in more if fact.id not in known]).met


@given(expression=expressions, had=evidence, seed=st.integers(0, 99))
def test_the_order_in_which_evidence_came_does_not_matter(expression, had, seed):
    shuffled = Random(seed).sample(had, len(had))
    assert evaluate(parse(expression), shuffled) == evaluate(parse(expression), had)


@given(chosen=parts, had=evidence)
def test_all_of_some_parts_means_every_one_of_them(chosen, had):
    every = all(evaluate(parse(part), had).met for part in chosen)
    assert evaluate(parse({ALL_OF: chosen}), had).met == every


@given(chosen=parts, had=evidence)
def test_any_of_some_parts_means_at_least_one_of_them(chosen, had):
    one = any(evaluate(parse(part), had).met for part in chosen)
    assert evaluate(parse({ANY_OF: chosen}), had).met == one


@given(chosen=parts, had=evidence)
def test_n_of_n_asks_for_what_all_of_asks_for(chosen, had):
    by_number = evaluate(parse({N_OF: {"n": len(chosen), "of": chosen}}), had)
    by_name = evaluate(parse({ALL_OF: chosen}), had)
    assert (by_number.met, by_number.have, missing(by_number), used_facts(by_number)) == (
        by_name.met,
        by_name.have,
        missing(by_name),
        used_facts(by_name),
    )


@given(chosen=parts, had=evidence)
def test_one_of_n_asks_for_what_any_of_asks_for(chosen, had):
    by_number = evaluate(parse({N_OF: {"n": 1, "of": chosen}}), had)
    by_name = evaluate(parse({ANY_OF: chosen}), had)
    assert (by_number.met, missing(by_number)) == (by_name.met, missing(by_name))


@given(chosen=parts, had=evidence, data=st.data())
def test_asking_for_one_more_part_is_never_easier(chosen, had, data):
    n = data.draw(st.integers(1, len(chosen)))
    met = [evaluate(parse({N_OF: {"n": k, "of": chosen}}), had).met for k in range(1, len(chosen) + 1)]
    assert met == sorted(met, reverse=True)
    assert met[n - 1] == (sum(evaluate(parse(part), had).met for part in chosen) >= n)


@given(expression=expressions, had=evidence)
def test_something_is_missing_exactly_when_a_rule_is_not_met(expression, had):
    proof = evaluate(parse(expression), had)
    lacking = missing(proof)
    assert bool(lacking) == (not proof.met)
    assert all(leaf.rule.is_leaf and not leaf.met for leaf in lacking)


@given(expression=expressions, had=evidence)
def test_a_met_proof_rests_only_on_evidence_that_would_meet_it_alone(expression, had):
    rule = parse(expression)
    proof = evaluate(rule, had)
    used = used_facts(proof)
    assert set(used) <= set(had)
    assert list(used) == sorted(set(used), key=lambda fact: (fact.on, fact.id))
    if proof.met:
        assert evaluate(rule, used).met


@given(expression=expressions, had=evidence)
def test_evidence_of_a_kind_the_rule_does_not_name_changes_nothing(expression, had):
    rule = parse(expression)
    named = leaf_kinds(rule)
    assert named <= {KNOWLEDGE, OBSERVATION, ATTENDANCE, SIGN_OFF}
    assert evaluate(rule, [fact for fact in had if fact.kind in named]) == evaluate(rule, had)


@given(expression=expressions)
def test_nothing_is_proved_by_nothing(expression):
    assert not evaluate(parse(expression), []).met
