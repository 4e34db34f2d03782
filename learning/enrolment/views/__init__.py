"""Pages on which people learn: their plan, modules and lessons, and what changed in lessons since."""

from learning.enrolment.views.studies import answer, catalogue, complete, induction, lesson, module, position, start
from learning.enrolment.views.updates import changes, keep, take

__all__ = [
    "answer",
    "catalogue",
    "changes",
    "complete",
    "induction",
    "keep",
    "lesson",
    "module",
    "position",
    "start",
    "take",
]
