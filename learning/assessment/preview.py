"""A question as a learner would meet it, from words that may not be stored: for the very templates of an attempt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from learning.assessment.models import Option, QuestionKind
from learning.assessment.rules.drawing import shuffle
from learning.assessment.rules.marking import MATCHING
from learning.assessment.rules.questions import QuestionDraft, with_keys

SEED = "preview"


@dataclass(frozen=True)
class PreviewVersion:
    """What the templates of an attempt read of a version."""

    kind: str
    stem: str

    def get_kind_display(self) -> str:
        return str(dict(QuestionKind.choices).get(self.kind, ""))


@dataclass(frozen=True)
class PreviewQuestion:
    """What they read of an attempt's question."""

    version: PreviewVersion


@dataclass(frozen=True)
class PreviewOption:
    """What they read of an option before it is answered."""

    place: int
    option: Option
    chosen: str = ""


@dataclass(frozen=True)
class PreviewOutcome:
    """What they read of an option once the attempt is handed in, as if it had been answered right."""

    option: Option
    was_chosen: bool
    is_right: bool
    answer: str
    right_answer: str


def preview_context(draft: QuestionDraft) -> dict[str, Any]:
    """Return what the templates of an attempt's question and of its outcome need to show a draft."""
    options = {option.key: option for option in _options(with_keys(draft))}
    order = shuffle(list(options), seed=SEED)
    rights = shuffle(order, seed=f"{SEED}/match")
    version = PreviewVersion(draft.kind, draft.stem)
    return {
        "asked": PreviewQuestion(version),
        "version": version,
        "options": [PreviewOption(place, options[key]) for place, key in enumerate(order)],
        "rights": [(str(place), options[key].match) for place, key in enumerate(rights)],
        "numbers": [str(number) for number in range(1, len(order) + 1)],
        "line": {"options": [_outcome(draft.kind, place, option) for place, option in enumerate(options.values(), 1)]},
    }


def _options(draft: QuestionDraft) -> list[Option]:
    return [
        Option(
            key=option.key,
            text=option.text,
            match=option.match,
            correct=option.correct,
            feedback=option.feedback,
            misconception=option.misconception,
        )
        for option in draft.options
    ]


def _outcome(kind: str, place: int, option: Option) -> PreviewOutcome:
    chooses = kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
    right = option.match if kind == MATCHING else str(place)
    return PreviewOutcome(option, not chooses, option.correct if chooses else True, "", "" if chooses else right)
