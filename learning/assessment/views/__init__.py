"""Pages of the assessment app: attempts by learners, practice by those who watch it, questions by those who write."""

from learning.assessment.views import bank, bank_files, bank_settings, coverage, review
from learning.assessment.views.attempts import assessment, attempt, index, outcome, question, start, submit
from learning.assessment.views.attempts import review as review_answers
from learning.assessment.views.practice import award, observation, observe, revoke

__all__ = [
    "assessment",
    "attempt",
    "award",
    "bank",
    "bank_files",
    "bank_settings",
    "coverage",
    "index",
    "observation",
    "observe",
    "outcome",
    "question",
    "review",
    "review_answers",
    "revoke",
    "start",
    "submit",
]
