"""Pages of the assessment app: attempts by learners, practice by those who watch it."""

from learning.assessment.views.attempts import assessment, attempt, index, outcome, question, review, start, submit
from learning.assessment.views.practice import award, observation, observe, revoke

__all__ = [
    "assessment",
    "attempt",
    "award",
    "index",
    "observation",
    "observe",
    "outcome",
    "question",
    "review",
    "revoke",
    "start",
    "submit",
]
