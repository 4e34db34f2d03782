from uuid import UUID

from django import forms

OUT_OF_DATE = "This page is out of date. Load it again and send your answer once more."


class AnswerForm(forms.Form):
    """An answer given in a lesson, whatever kind of question asked for it."""

    client_id = forms.UUIDField(error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})
    choice = forms.MultipleChoiceField(required=False)
    text = forms.CharField(
        required=False,
        max_length=5000,
        error_messages={"max_length": "Your note is longer than 5,000 characters. Shorten it a little and save again."},
    )

    def __init__(self, data, *, segment, may_empty=False):
        super().__init__(data)
        self.segment = segment
        self.may_empty = may_empty
        self.fields["choice"].choices = [(choice.id, choice.text) for choice in segment.choices]
        self.fields["choice"].error_messages["invalid_choice"] = "Choose from the answers shown."

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if self.segment.kind == "reflection" and not cleaned.get("text") and not self.may_empty:
            raise forms.ValidationError("Write a line or two before you save.")
        if self.segment.kind == "knowledge_check":
            if not cleaned.get("choice"):
                raise forms.ValidationError("Choose an answer first.")
            if not self.segment.several and len(cleaned["choice"]) > 1:
                raise forms.ValidationError("Choose one answer.")
        return cleaned

    def first_problem(self) -> str:
        return next((str(message) for messages in self.errors.values() for message in messages), "")


class StartForm(forms.Form):
    """Beginning something: only the UUID that makes doing it twice harmless."""

    client_id = forms.UUIDField(error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})

    @classmethod
    def read(cls, data) -> UUID | None:
        form = cls(data)
        return form.cleaned_data["client_id"] if form.is_valid() else None
