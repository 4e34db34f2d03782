"""The tables of the assessment app."""

from learning.assessment.models.attempts import Attempt, AttemptQuestion, AttemptResponse
from learning.assessment.models.awards import Award, AwardLapse, Revocation
from learning.assessment.models.bank import (
    Assessment,
    BlueprintRow,
    Option,
    Question,
    QuestionKind,
    QuestionVersion,
)
from learning.assessment.models.practice import AnchorRating, Evidence, Observation
from learning.assessment.models.review import BankImport, QuestionDecision

__all__ = [
    "AnchorRating",
    "Assessment",
    "Attempt",
    "AttemptQuestion",
    "AttemptResponse",
    "Award",
    "AwardLapse",
    "BankImport",
    "BlueprintRow",
    "Evidence",
    "Observation",
    "Option",
    "Question",
    "QuestionDecision",
    "QuestionKind",
    "QuestionVersion",
    "Revocation",
]
