"""Everything that changes what is assessed."""

from learning.assessment.actions.attempts import save_response, start_attempt, submit_attempt
from learning.assessment.actions.awards import announce_lapsed_awards, revoke_award
from learning.assessment.actions.bank import load_assessment
from learning.assessment.actions.practice import ObservationGiven, record_observation

__all__ = [
    "ObservationGiven",
    "announce_lapsed_awards",
    "load_assessment",
    "record_observation",
    "revoke_award",
    "save_response",
    "start_attempt",
    "submit_attempt",
]
