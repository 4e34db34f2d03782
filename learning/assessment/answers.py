"""Reads answers from forms. The device only ever sees places in a shuffled list, never the keys of options."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from learning.assessment.models import AttemptQuestion, Option, QuestionKind
from learning.assessment.rules.drawing import shuffle


@dataclass(frozen=True)
class ShownOption:
    """An option as the page offers it, with what the person chose for it so far."""

    place: int
    option: Option
    chosen: str


def match_order(question: AttemptQuestion) -> list[str]:
    """Return the keys of the right sides in the order shown, which follows from the attempt's seed."""
    return shuffle(question.option_order, seed=f"{question.attempt.seed}/{question.version_id}/match")


def shown_options(
    question: AttemptQuestion, chosen: list[str], typed: dict[int, str] | None = None
) -> list[ShownOption]:
    """Return a question's options in the order shown, each with its part of an answer, or of a refused form."""
    fields = typed or form_values(question, chosen)
    return [
        ShownOption(place, option, fields.get(place, "")) for place, option in enumerate(question.options_as_shown())
    ]


def form_values(question: AttemptQuestion, chosen: list[str]) -> dict[int, str]:
    """Return an answer as the form shows it: place of the option → what stands in its field."""
    order = question.option_order
    if question.version.kind == QuestionKind.ORDERING:
        return {order.index(key): str(number) for number, key in enumerate(chosen, 1)}
    if question.version.kind == QuestionKind.MATCHING:
        rights, lefts = match_order(question), matching_lefts(question)
        return {order.index(left): str(rights.index(key)) for left, key in zip(lefts, chosen, strict=False)}
    return {order.index(key): "on" for key in chosen}


def matching_lefts(question: AttemptQuestion) -> list[str]:
    """Return the left sides in the order in which an answer lists their matches."""
    return [option.key for option in question.version.options.all()]


def read_answer(question: AttemptQuestion, data: QueryDict) -> tuple[list[str], str]:
    """Return the chosen keys and what is wrong with the form, if anything."""
    if question.version.kind == QuestionKind.ORDERING:
        return _read_ordering(question, data)
    if question.version.kind == QuestionKind.MATCHING:
        return _read_matching(question, data)
    chosen = [_at(question.option_order, place) for place in data.getlist("choice")]
    if None in chosen:
        return [], _("Choose from the answers shown.")
    return [key for key in chosen if key is not None], ""


def _read_ordering(question: AttemptQuestion, data: QueryDict) -> tuple[list[str], str]:
    order = question.option_order
    numbers = [data.get(f"place-{place}", "").strip() for place in range(len(order))]
    if not any(numbers):
        return [], ""
    if sorted(numbers) != sorted(str(number) for number in range(1, len(order) + 1)):
        return [], _("Give every line a different number, from 1 to %(most)s.") % {"most": len(order)}
    return [key for _, key in sorted(zip(map(int, numbers), order, strict=True))], ""


def _read_matching(question: AttemptQuestion, data: QueryDict) -> tuple[list[str], str]:
    rights = match_order(question)
    by_left: dict[str, str | None] = {
        left: _at(rights, data.get(f"match-{place}", "")) for place, left in enumerate(question.option_order)
    }
    if not any(data.get(f"match-{place}", "") for place in range(len(rights))):
        return [], ""
    answer = [by_left[left] for left in matching_lefts(question)]
    if None in answer:
        return [], _("Choose a match for every line.")
    return [key for key in answer if key is not None], ""


def _at(keys: list[str], place: str) -> str | None:
    return dict(zip(map(str, range(len(keys))), keys, strict=True)).get(place)


def typed_values(question: AttemptQuestion, data: QueryDict) -> dict[int, str]:
    """Return what a refused form held, so that it is shown again as it was typed."""
    prefixes: dict[str, str] = {QuestionKind.ORDERING: "place-", QuestionKind.MATCHING: "match-"}
    prefix = prefixes.get(question.version.kind)
    if prefix is None:
        return {place: "on" for place in range(len(question.option_order)) if str(place) in data.getlist("choice")}
    return {place: data.get(f"{prefix}{place}", "") for place in range(len(question.option_order))}
