"""Reads what a learner sends from a lesson: a form for each kind of question. What is refused stays as it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid5

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from learning.content.rules.scenario import LONGEST_WAY
from learning.content.segments import Segment
from learning.enrolment.actions import AnswerGiven
from learning.enrolment.answers import Sent, node_at

OUT_OF_DATE = _("This page is out of date. Load it again and send your answer once more.")
NOT_SHOWN = _("Choose from the answers shown.")
LONGEST_WORD = 100


class AnswerForm(forms.Form):
    """An answer given in a lesson. What kind of question asked for it says what it must hold."""

    client_id = forms.UUIDField(error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})

    def __init__(self, data: MultiValueDict, *, segment: Segment, may_empty: bool = False):
        super().__init__(data)
        self.posted = data
        self.segment = segment
        self.may_empty = may_empty

    def sent(self) -> Sent:
        """Return what was sent, sound or not."""
        return Sent(chosen=self.posted.getlist("choice"))

    def problem(self) -> str:
        """Return what is wrong with what was sent, in words that say what to do. Each kind says its own."""
        return ""

    def clean(self):
        cleaned = super().clean()
        problem = "" if self.errors else self.problem()
        if problem:
            raise forms.ValidationError(problem)
        return cleaned

    def first_problem(self) -> str:
        return next((str(message) for messages in self.errors.values() for message in messages), "")


class NoteForm(AnswerForm):
    text = forms.CharField(
        required=False,
        max_length=5000,
        error_messages={
            "max_length": _("Your note is longer than 5,000 characters. Shorten it a little and save again.")
        },
    )

    def sent(self) -> Sent:
        kept = self.cleaned_data.get("text") if hasattr(self, "cleaned_data") else None
        return Sent(text=self.data.get("text", "") if kept is None else kept)

    def problem(self) -> str:
        empty = not self.cleaned_data.get("text") and not self.may_empty
        return gettext("Write a line or two before you save.") if empty else ""


class ChoiceForm(AnswerForm):
    """One of the options shown, or several where the question says so."""

    nothing = _("Choose an answer first.")

    def options(self) -> set[str]:
        return {choice.id for choice in self.segment.choices}

    def problem(self) -> str:
        chosen = self.sent().chosen
        if not set(chosen) <= self.options():
            return str(NOT_SHOWN)
        if not chosen:
            return str(self.nothing)
        return gettext("Choose one answer.") if len(chosen) > 1 and not self.segment.several else ""


class ScaleForm(ChoiceForm):
    nothing = _("Choose a number first.")

    def options(self) -> set[str]:
        return {str(number) for number in range(1, self.segment.steps + 1)}


class LinesForm(AnswerForm):
    """One choice for each line."""

    words = (_("Choose a group for every line."), _("Choose from the groups shown."))

    def fields_and_options(self) -> dict[str, set[str]]:
        groups = {str(number) for number in range(1, len(self.segment.groups) + 1)}
        return {line.id: groups for line in self.segment.lines}

    def sent(self) -> Sent:
        ids = self.fields_and_options()
        return Sent(chosen=[f"{key}:{self.data[f'line-{key}']}" for key in ids if self.data.get(f"line-{key}")])

    def problem(self) -> str:
        wanted = self.fields_and_options()
        given = dict(one.split(":", 1) for one in self.sent().chosen)
        if any(choice not in wanted[key] for key, choice in given.items()):
            return str(self.words[1])
        missing = len(wanted) - len(given)
        still_open = ngettext("%(number)s is still open.", "%(number)s are still open.", missing) % {"number": missing}
        return f"{self.words[0]} {still_open}" if missing else ""


class MatchingForm(LinesForm):
    words = (_("Choose a match for every line."), _("Choose from the matches shown."))

    def fields_and_options(self) -> dict[str, set[str]]:
        ids = {pair.id for pair in self.segment.pairs}
        return {pair.id: ids for pair in self.segment.pairs}


class GapsForm(AnswerForm):
    def sent(self) -> Sent:
        numbers = [gap.number for gap in self.segment.gaps if gap.is_gap]
        return Sent(chosen=[self.data.get(f"gap-{number}", "").strip() for number in numbers])

    def problem(self) -> str:
        typed = self.sent().chosen
        if any("\x00" in word for word in typed):
            return gettext("Null characters are not allowed.")
        if any(len(word) > LONGEST_WORD for word in typed):
            return gettext("Write one word or a few in each gap, %(most)s characters at most.") % {"most": LONGEST_WORD}
        empty = typed.count("")
        words = ngettext(
            "Fill in every gap. %(number)s is still empty.", "Fill in every gap. %(number)s are still empty.", empty
        )
        return words % {"number": empty} if empty else ""


class ScenarioForm(AnswerForm):
    """The way so far with a choice added, or cut short to go back: all that is needed, whatever else is open."""

    def sent(self) -> Sent:
        path = self.posted.getlist("path")
        keep = self.data.get("keep", "")
        if keep:
            return Sent(chosen=path[: int(keep)] if keep.isascii() and keep.isdigit() and len(keep) < 4 else path)
        return Sent(chosen=[*path, *self.posted.getlist("choice")[:1]])

    def problem(self) -> str:
        path = self.sent().chosen
        if len(path) > LONGEST_WAY:
            words = gettext("You have made %(most)s choices on this way. Go back to an earlier one, or start again.")
            return words % {"most": LONGEST_WAY}
        if node_at(self.segment, path) is None:
            return str(NOT_SHOWN)
        if not self.data.get("keep") and not self.data.get("choice"):
            return gettext("Choose what to do first.")
        return ""


FORMS: dict[str, type[AnswerForm]] = {
    "reflection": NoteForm,
    "knowledge_check": ChoiceForm,
    "poll": ChoiceForm,
    "scale": ScaleForm,
    "sorting": LinesForm,
    "matching": MatchingForm,
    "gap_fill": GapsForm,
    "scenario": ScenarioForm,
}


def answer_form(data: MultiValueDict, *, segment: Segment, may_empty: bool = False) -> AnswerForm:
    """Return the form that reads an answer to a segment."""
    return FORMS[segment.kind](data, segment=segment, may_empty=may_empty)


class StartForm(forms.Form):
    """Beginning something: only the UUID that makes doing it twice harmless."""

    client_id = forms.UUIDField(error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})

    @classmethod
    def read(cls, data) -> UUID | None:
        form = cls(data)
        return form.cleaned_data["client_id"] if form.is_valid() else None


class UpdateForm(forms.Form):
    """What a learner sends from a what-changed page: which version it showed, and an answer to each new question."""

    client_id = forms.UUIDField(error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})
    version = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE}
    )

    def __init__(self, data: MultiValueDict, *, questions: Iterable[Segment]) -> None:
        super().__init__(data)
        self.sent = data
        self.answers = {segment.id: self._answer(segment) for segment in questions}

    def _answer(self, segment: Segment) -> AnswerForm:
        """Return the form of one question, its fields found under names that end in its block's id."""
        sent = {
            "client_id": [self.sent.get("client_id", "")],
            "choice": self.sent.getlist(f"choice-{segment.id}"),
            "text": [self.sent.get(f"text-{segment.id}", "")],
        }
        return answer_form(MultiValueDict(sent), segment=segment, may_empty=True)

    def is_whole(self) -> bool:
        return self.is_valid() and all(answer.is_valid() for answer in self.answers.values())

    def problem_of(self, block_id: str) -> str:
        return self.answers[block_id].first_problem() if block_id in self.answers else ""

    def given(self) -> list[AnswerGiven]:
        """Return what was answered. Each answer's own id follows from the page's, so that a replay is one."""
        return [
            AnswerGiven(block_id, uuid5(self.cleaned_data["client_id"], block_id), sent.chosen, sent.text)
            for block_id, sent in ((key, answer.sent()) for key, answer in self.answers.items())
            if sent.chosen or sent.text
        ]
