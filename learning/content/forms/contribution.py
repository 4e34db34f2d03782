from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from framework.actions import WordsGiven
from framework.models import Group
from framework.privacy import private_details

LONGEST_WORDS = 4000
KEEP_OUT = _(
    "Please write about support in general, not about one person’s case. Leave out names, addresses, numbers and "
    "anything about somebody’s health that could show who they are."
)

I_AM = [
    (Group.DRAW_ON_SUPPORT, _("I draw on support")),
    (Group.CARERS, _("I am an unpaid carer, a relative or a friend")),
    (Group.STAFF, _("I work in social care")),
    (Group.PARTNER, _("I come from a partner organisation, such as a charity")),
]


class ContributionForm(forms.Form):
    """What somebody says about a page of the framework, with their consent in plain words."""

    client_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _("Load the page again, please.")}
    )
    words = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=KEEP_OUT,
        error_messages={
            "required": _("Write what you want to say."),
            "max_length": _("Write no more than %(limit_value)d characters. You have %(show_value)d."),
        },
    )
    group = forms.ChoiceField(
        label=_("Which describes you best?"),
        choices=I_AM,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which describes you best.")},
    )
    how_many = forms.IntegerField(
        label=_("How many people are speaking here?"),
        min_value=1,
        max_value=5000,
        initial=1,
        help_text=_("Write 1 if it is only you. If a group wrote this together, write how many of you there were."),
        error_messages={
            "required": _("Write how many people are speaking. Write 1 if it is only you."),
            "invalid": _("Write a whole number, such as 1."),
            "min_value": _("Write a whole number, such as 1."),
            "max_value": _("Write a number no higher than 5000."),
        },
    )
    name = forms.CharField(
        label=_("Your name, or your group’s name (you can leave this empty)"),
        max_length=100,
        required=False,
        help_text=_("We keep it only if you tick below that we may show it."),
        error_messages={"max_length": _("Write a name of no more than 100 characters.")},
    )
    may_show = forms.BooleanField(
        label=_("I agree that my words are kept, and shown to the people who work with this page"),
        error_messages={"required": _("Tick that we may show your words. Without that we cannot keep them.")},
    )
    may_name = forms.BooleanField(label=_("I agree that the name is shown beside my words"), required=False)

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].strip()
        problems = private_details(words)
        if problems:
            raise forms.ValidationError(problems[0])
        return words

    def given(self) -> WordsGiven:
        """Return what was sent; a name only when they agreed to be named."""
        clean: dict[str, Any] = self.cleaned_data
        client_id: UUID = clean["client_id"]
        name = clean["name"].strip() if clean["may_name"] else ""
        return WordsGiven(client_id, clean["words"], clean["group"], clean["how_many"], name)
