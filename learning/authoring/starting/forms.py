from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from framework.models import Competency
from learning.authoring.starting.templates import StartingPoint, starting_points

MOST_COMPETENCIES = 4


class StartForm(forms.Form):
    """What an author chooses before she begins a module."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Load the page again, please."})
    template = forms.ChoiceField(
        choices=[],
        error_messages={"required": "Choose what to begin with.", "invalid_choice": "Choose one of these."},
    )
    title = forms.CharField(
        label="Name of the module",
        max_length=120,
        error_messages={
            "required": "Give the module a name.",
            "max_length": "Use a name of no more than 120 characters.",
        },
    )
    competencies = forms.ModelMultipleChoiceField(
        queryset=Competency.objects.none(),
        error_messages={
            "required": "Choose at least one competency that the module serves.",
            "invalid_choice": "Choose from the competencies shown.",
            "invalid_pk_value": "Choose from the competencies shown.",
        },
    )

    def __init__(self, data: Any = None, *, competencies: QuerySet[Competency], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["competencies"].queryset = competencies  # type: ignore[attr-defined]
        self.fields["template"].choices = [(one.slug, one.title) for one in starting_points().values()]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        title = " ".join(str(self.cleaned_data["title"]).split())
        if not any(character.isalnum() for character in title):
            raise forms.ValidationError("Give the module a name with letters or numbers in it.")
        return title

    def clean_competencies(self) -> QuerySet[Competency]:
        chosen: QuerySet[Competency] = self.cleaned_data["competencies"]
        if len(chosen) > MOST_COMPETENCIES:
            raise forms.ValidationError(
                f"Choose no more than {MOST_COMPETENCIES}. A module that serves many teaches none of them well."
            )
        return chosen

    def point(self) -> StartingPoint:
        return starting_points()[self.cleaned_data["template"]]
