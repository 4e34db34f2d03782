from django import forms

from framework.exchange.errors import ExchangeError
from framework.exchange.files import LARGEST, refuse_too_large


class FrameworkFileForm(forms.Form):
    """A framework file, refused by its size before any of it is read."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".json,.xlsx,.csv"}),
        help_text=f"CASE 1.1 (.json) or a spreadsheet (.xlsx, .csv), at most {LARGEST // 1_000_000} MB.",
        error_messages={
            "required": "Choose a file.",
            "max_length": "The name of the file is too long. Give it a shorter one.",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            refuse_too_large(file.size)
        except ExchangeError as error:
            raise forms.ValidationError(error.problems) from None
        return file
