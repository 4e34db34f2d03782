"""Reads of plans, studies, answers and newer versions of lessons."""

from learning.enrolment.queries.parts import (
    LessonPart,
    PollLine,
    PollResults,
    answers_elsewhere,
    lesson_parts,
    newest_answer,
    newest_answers,
    poll_results,
)
from learning.enrolment.queries.plans import (
    ItemLine,
    ModuleLine,
    Plan,
    StageLines,
    minutes_by_module,
    minutes_of,
    module_lines,
    next_line,
    plans_of,
)
from learning.enrolment.queries.updates import (
    OpenUpdate,
    asked_in,
    known_version,
    newest_version,
    offer_of,
    open_updates,
    what_changed,
)

__all__ = [
    "ItemLine",
    "LessonPart",
    "ModuleLine",
    "OpenUpdate",
    "Plan",
    "PollLine",
    "PollResults",
    "StageLines",
    "answers_elsewhere",
    "asked_in",
    "known_version",
    "lesson_parts",
    "minutes_by_module",
    "minutes_of",
    "module_lines",
    "newest_answer",
    "newest_answers",
    "newest_version",
    "next_line",
    "offer_of",
    "open_updates",
    "plans_of",
    "poll_results",
    "what_changed",
]
