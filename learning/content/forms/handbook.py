from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from framework.handbook.build import Choice
from framework.handbook.parts import parts_offered
from framework.models import Framework

WANTED = [("pdf", _("A PDF")), ("page", _("A page to print"))]


class HandbookForm(forms.Form):
    """What a handbook is to hold; at first everything is chosen."""

    elements = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose one element or more."),
            "invalid_choice": _("Choose from the elements shown."),
        },
    )
    parts = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose from the parts shown.")},
    )
    wanted = forms.ChoiceField(choices=WANTED, required=False)
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, framework: Framework, **options: Any) -> None:
        self.framework = framework
        self.offered: dict[str, list[tuple[str, str]]] = {
            "elements": [(element.code, element.title) for element in framework.elements.all()],
            "parts": [(code, gettext(title)) for code, title in parts_offered(framework)],
        }
        everything = {name: [code for code, _ in offered] for name, offered in self.offered.items()}
        super().__init__(data, initial={**everything, **options.pop("initial", {})}, **options)
        for name, offered in self.offered.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    @classmethod
    def of_address(cls, query: QueryDict, *, framework: Framework) -> HandbookForm:
        """Return the form as an address fills it; an address that chooses nothing means everything."""
        form = cls(query, framework=framework)
        return form if query else cls(form.initial, framework=framework)

    def chosen(self) -> dict[str, list[str]]:
        """Return what was chosen, as plain data in the framework's order."""
        return {
            name: [code for code, _ in offered if code in self.cleaned_data[name]]
            for name, offered in self.offered.items()
        }

    def choice(self) -> Choice:
        chosen = self.chosen()
        return Choice(self.framework, tuple(chosen["elements"]), tuple(chosen["parts"]))
