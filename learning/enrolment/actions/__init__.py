"""Everything that changes what people take, answer and finish."""

from learning.enrolment.actions.studies import (
    AnswerGiven,
    complete_items,
    complete_lesson,
    enrol,
    enrol_for_post,
    keep_place,
    save_answer,
    start_study,
)
from learning.enrolment.actions.updates import complete_update, keep_lesson, take_newer_lesson
from learning.enrolment.actions.versions import ChangeSaid, note_version, owe_updates

__all__ = [
    "AnswerGiven",
    "ChangeSaid",
    "complete_items",
    "complete_lesson",
    "complete_update",
    "enrol",
    "enrol_for_post",
    "keep_lesson",
    "keep_place",
    "note_version",
    "owe_updates",
    "save_answer",
    "start_study",
    "take_newer_lesson",
]
