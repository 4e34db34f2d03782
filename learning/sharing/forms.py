from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings

from learning.people.models import Unit
from learning.sharing.models import MadePack, Publisher
from learning.sharing.queries.packing import Choice, Group
from learning.sharing.rules.archive import MOST_BYTES
from learning.sharing.rules.following import AddressProblem, clean_address
from learning.sharing.rules.rich_text import UNKEEPABLE
from learning.sharing.rules.signing import KeyProblem, clean_public_key

NAME_HELP = "Small letters, digits and hyphens, such as induction-base. The same name again makes its next version."
MOST_MEGABYTES = MOST_BYTES // 1024 // 1024


class PackForm(forms.Form):
    """What goes into a pack, and what it is called."""

    title = forms.CharField(
        max_length=200,
        label="Title",
        help_text="What others see, such as: Induction, base level",
        error_messages={"required": "Give the pack a title."},
    )
    name = forms.SlugField(
        max_length=80,
        label="Short name",
        help_text=NAME_HELP,
        error_messages={
            "required": "Give the pack a short name.",
            "invalid": "Use small letters, digits and hyphens only.",
        },
    )
    notes = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What is new",
        help_text="Shown to whoever looks at the pack. You may leave it empty.",
    )
    asked_as = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, groups: list[Group], **options: Any) -> None:
        self.groups = groups
        super().__init__(data, **options)
        for name in ("pages", "frameworks"):
            offered = [option for group in groups if group.name == name for option in group.options]
            self.fields[name] = forms.MultipleChoiceField(
                choices=offered,
                required=False,
                error_messages={
                    "invalid_choice": "Something you chose is not here any more. Choose from what is shown."
                },
            )

    @classmethod
    def like(cls, made: MadePack | None, *, groups: list[Group]) -> PackForm:
        """Return the form as the next version of a pack begins."""
        if made is None:
            return cls(groups=groups, initial={"asked_as": uuid4(), "pages": [], "frameworks": []})
        initial = {
            "title": made.title,
            "name": made.name,
            "asked_as": uuid4(),
            "pages": [str(pk) for pk in made.selection.get("pages", [])],
            "frameworks": made.selection.get("frameworks", []),
        }
        return cls(groups=groups, initial=initial)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).lower().replace("_", "-").strip("-")
        if not name:
            raise forms.ValidationError("Use small letters, digits and hyphens only.")
        return name

    def clean_title(self) -> str:
        return UNKEEPABLE.sub("", self.cleaned_data["title"])

    def clean_notes(self) -> str:
        return UNKEEPABLE.sub("", self.cleaned_data["notes"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("pages") and not cleaned.get("frameworks") and not self.errors:
            raise forms.ValidationError("Choose at least one thing to put into the pack.")
        return cleaned

    @property
    def ticked(self) -> set[str]:
        """Return what is ticked, whether it was sent or not yet."""
        values = {name: self[name].value() or [] for name in ("pages", "frameworks")}
        return {f"{name}:{value}" for name, chosen in values.items() for value in chosen}

    def choice(self) -> Choice:
        pages = tuple(int(pk) for pk in self.cleaned_data["pages"])
        return Choice(pages, tuple(self.cleaned_data["frameworks"]))


class PublisherForm(forms.Form):
    """A key that another organisation sent."""

    name = forms.CharField(
        max_length=200,
        label="Who they are",
        help_text="Such as: Southmere Care",
        error_messages={"required": "Say whose key it is."},
    )
    public_key = forms.CharField(
        max_length=200,
        label="Their public key",
        help_text="The line of 44 letters and digits that they sent you",
        error_messages={"required": "Paste the key that they sent you."},
    )
    in_place_of = forms.ModelChoiceField(
        queryset=Publisher.objects.none(),
        required=False,
        label="Is it a new key of somebody on your list?",
        empty_label="No, they are new",
        help_text="Their old key is then trusted no more, and what you took from them stays known.",
    )

    def __init__(self, data: Any = None, *, organisation: Unit, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["in_place_of"].queryset = Publisher.objects.filter(organisation=organisation)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return UNKEEPABLE.sub("", self.cleaned_data["name"])

    def clean_public_key(self) -> str:
        try:
            return clean_public_key(self.cleaned_data["public_key"])
        except KeyProblem as problem:
            raise forms.ValidationError(str(problem)) from None


class FollowForm(forms.Form):
    """The address of a line of packs."""

    address = forms.CharField(
        max_length=1000,
        label="Their address",
        help_text="The line that begins with https:// and that they sent you",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Paste the address that they sent you."},
    )

    def clean_address(self) -> str:
        try:
            return clean_address(self.cleaned_data["address"], loopback=settings.PACKS_FROM_LOOPBACK)
        except AddressProblem as problem:
            raise forms.ValidationError(str(problem)) from None


class BringForm(forms.Form):
    """The file of a pack."""

    file = forms.FileField(
        label="The pack",
        help_text=f"A file that ends in .zip, up to {MOST_MEGABYTES} MB",
        error_messages={"required": "Choose the file of the pack.", "empty": "The file is empty. Ask for it again."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_MEGABYTES} MB. Ask for a smaller pack.")
        return file


class DeclineForm(forms.Form):
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why not",
        help_text="For whoever looks at it later, here. The publisher does not see it.",
        error_messages={"required": "Say why, in a few words."},
    )

    def clean_reason(self) -> str:
        return UNKEEPABLE.sub("", self.cleaned_data["reason"])
