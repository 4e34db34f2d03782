from datetime import datetime

from django import forms

from learning.enrolment.actions import ChangeSaid
from learning.enrolment.models.updates import ChangeClass

USUAL_DAYS, MOST_DAYS = 10, 90
CLASSES = [ChangeClass.TYPO, ChangeClass.MINOR, ChangeClass.MATERIAL]


class ReleaseForm(forms.Form):
    """What an author says of a change: its class, one line for learners, and by when an update is due."""

    change = forms.ChoiceField(
        choices=[(change.value, change.label) for change in CLASSES],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what kind of change this is.",
            "invalid_choice": "Choose typo, minor or material.",
        },
    )
    summary = forms.CharField(
        required=False,
        max_length=200,
        error_messages={"max_length": "Keep it to one line of 200 characters. Learners read it first."},
    )
    due_within_days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        error_messages={
            "invalid": f"Enter a whole number of working days, from 1 to {MOST_DAYS}.",
            "min_value": "Give people at least 1 working day.",
            "max_value": f"Give people at most {MOST_DAYS} working days.",
        },
    )

    def clean_summary(self):
        return " ".join(self.cleaned_data["summary"].split())

    def clean(self):
        cleaned = super().clean()
        change = cleaned.get("change")
        if change in {ChangeClass.MINOR, ChangeClass.MATERIAL} and cleaned.get("summary") == "":
            self.add_error("summary", "Write one line that tells learners what changed.")
        if change == ChangeClass.MATERIAL and cleaned.get("due_within_days", 0) is None:
            self.add_error("due_within_days", "Say within how many working days the update is due.")
        if change and change != ChangeClass.MATERIAL:
            self.errors.pop("due_within_days", None)  # it asks nothing of anybody
        return cleaned

    def said(self) -> ChangeSaid:
        """Return what was said, without what its class has no use for."""
        change = self.cleaned_data["change"]
        is_material = change == ChangeClass.MATERIAL
        summary = "" if change == ChangeClass.TYPO else self.cleaned_data["summary"]
        return ChangeSaid(change, summary, self.cleaned_data["due_within_days"] if is_material else 0)


class SeenForm(forms.Form):
    """What stood on the screen when somebody pressed its button: which draft, and held against which live version."""

    seen = forms.CharField()
    seen_live = forms.IntegerField(required=False)

    def clean_seen(self):
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            raise forms.ValidationError("This is no moment.") from None
