from learning.enrolment.models.studies import (
    Enrolment,
    ItemCompletion,
    LessonAnswer,
    PinnedLesson,
    PlannedItem,
    PlannedItemQuerySet,
    Study,
)
from learning.enrolment.models.updates import LessonTaken, LessonVersion, UpdateCompletion, UpdateDue

__all__ = [
    "Enrolment",
    "ItemCompletion",
    "LessonAnswer",
    "LessonTaken",
    "LessonVersion",
    "PinnedLesson",
    "PlannedItem",
    "PlannedItemQuerySet",
    "Study",
    "UpdateCompletion",
    "UpdateDue",
]
