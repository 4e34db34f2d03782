from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.assessment.actions import ObservationGiven
from learning.assessment.models import AnchorRating, Observation
from learning.people.queries import local_today

OUT_OF_DATE = _("This page is out of date. Copy what you wrote, load the page again and send it once more.")
OLDEST = timedelta(days=365)


class ObservationForm(forms.Form):
    """What an assessor saw, anchor by anchor, and the judgement."""

    client_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE}
    )
    observed_on = forms.DateField(
        label=_("When did you see it?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter the date when you saw it."),
            "invalid": _("Enter a real date, such as 22/11/2026."),
        },
    )
    setting = forms.ChoiceField(
        label=_("Where?"),
        choices=Observation.Setting.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose where you saw it."),
            "invalid_choice": _("Choose one of the places shown."),
        },
    )
    judgement = forms.ChoiceField(
        label=_("What is your judgement today?"),
        choices=Observation.Judgement.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose your judgement."),
            "invalid_choice": _("Choose one of the judgements shown."),
        },
    )
    went_well = forms.CharField(
        label=_("What went well?"),
        help_text=_(
            "What you saw and heard, in a sentence or two. Write nothing that could identify a person who "
            "draws on support."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={
            "required": _("Write what went well, also when the judgement is ‘not yet’."),
            "max_length": _("This is longer than 4,000 characters. Shorten it a little."),
        },
    )
    next_step = forms.CharField(
        label=_("What would take it one step further?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"max_length": _("This is longer than 4,000 characters. Shorten it a little.")},
    )

    def __init__(self, *args, standard, began_on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.standard = standard
        self.began_on = began_on
        self.anchors = list(standard.anchors.all())
        for anchor in self.anchors:
            self.fields[self.rating_name(anchor)] = forms.ChoiceField(
                label=anchor.shows,
                help_text=gettext("Not yet looks like: %(not_yet)s") % {"not_yet": anchor.not_yet},
                choices=AnchorRating.Rating.choices,
                widget=forms.RadioSelect,
                error_messages={
                    "required": gettext("Say whether you saw this: %(shows)s") % {"shows": anchor.shows},
                    "invalid_choice": gettext("Choose one of the answers shown."),
                },
            )

    @staticmethod
    def rating_name(anchor) -> str:
        return f"rating-{anchor.key}"

    def rating_fields(self):
        return [self[self.rating_name(anchor)] for anchor in self.anchors]

    def clean_observed_on(self):
        day = self.cleaned_data["observed_on"]
        today = local_today()
        if day > today:
            raise forms.ValidationError(gettext("This date is in the future. Enter the day when you saw it."))
        if day < today - OLDEST:
            raise forms.ValidationError(gettext("This is more than a year ago. Observe once more and enter that day."))
        if self.began_on and day < self.began_on:
            raise forms.ValidationError(
                gettext("Their post began on %(day)s. Enter that day or a later one.")
                % {"day": formats.date_format(self.began_on, "j F Y")}
            )
        return day

    def clean(self):
        cleaned = super().clean()
        ratings = self.ratings()
        competent = cleaned.get("judgement") == Observation.Judgement.COMPETENT
        if competent and ratings and not any(rating in {"SEEN", "PARTLY"} for rating in ratings.values()):
            self.add_error(
                "judgement", gettext("You saw none of the behaviours. Judge ‘not yet’, or change what you saw.")
            )
        if cleaned.get("judgement") == Observation.Judgement.NOT_YET and not cleaned.get("next_step"):
            self.add_error(
                "next_step", gettext("Write one step that would help, so that the person knows what to try next.")
            )
        return cleaned

    def ratings(self) -> dict[str, str]:
        found = {anchor.key: self.cleaned_data.get(self.rating_name(anchor)) for anchor in self.anchors}
        return {key: rating for key, rating in found.items() if rating}

    def given(self) -> ObservationGiven:
        data = self.cleaned_data
        return ObservationGiven(
            client_id=data["client_id"],
            observed_on=data["observed_on"],
            setting=data["setting"],
            judgement=data["judgement"],
            went_well=data["went_well"],
            next_step=data["next_step"],
            ratings=self.ratings(),
        )


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("The person reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={
            "required": _("Write why, so that the person understands."),
            "max_length": _("This is longer than 2,000 characters. Shorten it a little."),
        },
    )
