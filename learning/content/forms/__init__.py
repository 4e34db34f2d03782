"""Forms of the content room."""

from learning.content.forms.contribution import ContributionForm
from learning.content.forms.handbook import HandbookForm

__all__ = ["ContributionForm", "HandbookForm"]
