"""Forms of the assessment app: practice that was seen, and questions that are written."""

from learning.assessment.forms.practice import ObservationForm, RevokeForm

__all__ = ["ObservationForm", "RevokeForm"]
