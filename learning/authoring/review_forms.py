"""What reviewers and authors write about a draft."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.authoring.actions import AnswerGiven, ReasonGiven
from learning.authoring.models import Decision
from learning.people.queries import local_today

LONGEST = 4000
MOST_DAYS = 365
COMMENT = "comment-"
CHOICES = [(Decision.APPROVED.value, _("I approve it")), (Decision.CHANGES.value, _("I ask for changes"))]
NOT_CHOSEN = _("Choose to approve it or to ask for changes.")
TOO_LONG = _("Keep it to %(limit_value)s characters.")


def plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


class ReviewForm(forms.Form):
    """A reviewer's answer. Comments on single blocks come beside it, as `comment-<id of the block>`."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("What do you say?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": NOT_CHOSEN},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("If you ask for changes, say what should be different. If you approve, you may leave this empty."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args, places=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.places = list(places)

    def clean_reason(self):
        return plain(self.cleaned_data["reason"])

    def clean(self):
        cleaned = super().clean()
        if "send" in self.data and not cleaned.get("decision") and "decision" not in self.errors:
            self.add_error("decision", NOT_CHOSEN)
        if cleaned.get("decision") == Decision.CHANGES and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Say what should change, so that the author can mend it."))
        if "send" not in self.data and not self.comments():
            self.add_error(None, gettext("There is no comment to keep yet. Write one under a part of the page."))
        if any(len(text) > LONGEST for text in self.comments().values()):
            self.add_error(None, gettext("A comment is too long.") + " " + str(TOO_LONG) % {"limit_value": LONGEST})
        return cleaned

    def comments(self):
        """Return what was written under each part of the page."""
        written = {place: plain(self.data.get(f"{COMMENT}{place}", "")) for place in self.places}
        return {place: text for place, text in written.items() if text}

    def given(self):
        decision = self.cleaned_data["decision"] if "send" in self.data else ""
        reason = self.cleaned_data["reason"] if decision else ""
        return AnswerGiven(self.cleaned_data["client_id"], decision, reason, self.comments())


class SayForm(forms.Form):
    """What an author answers to her reviewers."""

    client_id = forms.UUIDField()
    answers = forms.IntegerField(required=False)
    text = forms.CharField(
        max_length=LONGEST,
        error_messages={"required": _("Write your answer before you send it."), "max_length": TOO_LONG},
    )

    def clean_text(self):
        return plain(self.cleaned_data["text"])


class OverrideForm(forms.Form):
    """Why a finding may wait, and until when."""

    key = forms.CharField(max_length=32)
    reason = forms.CharField(
        max_length=1000,
        error_messages={
            "required": "Say why this can wait.",
            "max_length": "Keep the reason to 1,000 characters.",
        },
    )
    mend_by = forms.DateField(
        error_messages={"required": "Say by which day it is mended.", "invalid": "Enter a day, such as 2026-12-24."}
    )

    def clean_reason(self):
        reason = plain(self.cleaned_data["reason"])
        if len(reason) < 10:
            raise forms.ValidationError("Say why in a few words more: others will read it.")
        return reason

    def clean_mend_by(self):
        day: date = self.cleaned_data["mend_by"]
        today = local_today()
        if not today < day <= today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError("Choose a day from tomorrow on, within a year.")
        return day

    def given(self):
        return ReasonGiven(self.cleaned_data["key"], self.cleaned_data["reason"], self.cleaned_data["mend_by"])


def new_client_id():
    return uuid.uuid4()
