"""Forms of those who write questions. A question's own form is read as it was typed: nothing is lost on an error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as part

from django import forms
from django.http import QueryDict

from framework.models import Competency, Level
from learning.assessment.models import Question
from learning.assessment.rules.blueprint import Line
from learning.assessment.rules.questions import MOST_OPTIONS, OptionDraft, Problem, QuestionDraft
from learning.content.models import ModulePage
from learning.content.queries import competencies_served

EMPTY_ROWS = 4
SPARE_ROWS = 1
REASON_LENGTH = 2000


@dataclass(frozen=True)
class OptionRow:
    """One option of the form, with what is wrong in it."""

    number: int
    option: OptionDraft
    problems: dict[str, str]


@dataclass(frozen=True)
class QuestionForm:
    """A question as it stands in the form: exactly what was typed, empty rows included."""

    draft: QuestionDraft
    problems: list[Problem] = part(default_factory=list)

    @classmethod
    def of(cls, draft: QuestionDraft) -> QuestionForm:
        """Return the form of a draft, with a spare row for one more option."""
        spare = max(EMPTY_ROWS - len(draft.options), SPARE_ROWS)
        options = (*draft.options, *[OptionDraft("")] * spare)[:MOST_OPTIONS]
        return cls(replace(draft, options=options))

    @classmethod
    def read(cls, data: QueryDict, *, code: str = "") -> QuestionForm:
        """Return what was typed; `code` is that of a question that has one for good."""
        rows = range(1, min(_whole(data.get("rows")), MOST_OPTIONS + 2) + 1)
        options = tuple(
            OptionDraft(
                text=data.get(f"text-{row}", ""),
                feedback=data.get(f"feedback-{row}", ""),
                correct=f"correct-{row}" in data,
                match=data.get(f"match-{row}", ""),
                misconception=data.get(f"misconception-{row}", ""),
                key=data.get(f"key-{row}", "")[:20],
            )
            for row in rows
        )
        names = ("kind", "stem", "competency", "difficulty", "revisit")
        return cls(
            QuestionDraft(code=code or data.get("code", ""), options=options, **{n: data.get(n, "") for n in names})
        )

    def after(self, button: str) -> QuestionForm | None:
        """Return the form after one of its row buttons (add, up-2, down-2, remove-2); None for any other button."""
        what, _, number = button.partition("-")
        rows, place = list(self.draft.options), _whole(number) - 1
        if what == "add" and len(rows) < MOST_OPTIONS:
            rows.append(OptionDraft(""))
        elif what in {"up", "down"} and 0 <= place < len(rows):
            other = max(0, min(len(rows) - 1, place + (1 if what == "down" else -1)))
            rows[place], rows[other] = rows[other], rows[place]
        elif what == "remove" and 0 <= place < len(rows):
            del rows[place]
        elif what not in {"add", "up", "down", "remove"}:
            return None
        return replace(self, draft=replace(self.draft, options=tuple(rows)))

    def with_problems(self, problems: Iterable[Problem]) -> QuestionForm:
        return replace(self, problems=list(problems))

    def problem_at(self) -> dict[str, str]:
        """Return the first problem of each place, by its name in the form."""
        found: dict[str, str] = {}
        for problem in self.problems:
            found.setdefault(problem.place, problem.words)
        return found

    def summary(self) -> list[tuple[str, str]]:
        """Return every problem's words with the id of the field they belong to."""
        filled = [
            row for row, option in enumerate(self.draft.options, 1) if option.text or option.match or option.feedback
        ]
        found = []
        for place, words in self.problem_at().items():
            name, _, number = place.partition("-")
            row = filled[int(number) - 1] if number and int(number) <= len(filled) else ""
            found.append((f"{name}-{row}" if row else name, words))
        return found

    def rows(self) -> list[OptionRow]:
        """Return the option rows. Problems are numbered by the options that hold something."""
        problems, number = self.problem_at(), 0
        rows = []
        for row, option in enumerate(self.draft.options, 1):
            number += bool(option.text or option.match or option.feedback)
            names = ("text", "match", "feedback", "misconception")
            found = {name: problems.get(f"{name}-{number}", "") for name in names} if option != OptionDraft("") else {}
            rows.append(OptionRow(row, option, found))
        return rows


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 4 else 0


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=REASON_LENGTH,
        error_messages={
            "required": "Write the reason, in a sentence.",
            "max_length": "This is longer than 2,000 characters. Shorten it a little.",
        },
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    """What a second author decides about a wording."""

    APPROVE, DECLINE = "approve", "decline"
    decision = forms.ChoiceField(
        choices=[(APPROVE, "Approve: learners are asked this from now on"), (DECLINE, "Send back with a reason")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide.", "invalid_choice": "Choose one of the two."},
    )
    reason = forms.CharField(
        label="Comment",
        help_text="Needed when you send it back: what is missing, and what would make it right.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=REASON_LENGTH,
        error_messages={"max_length": "This is longer than 2,000 characters. Shorten it a little."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    saved = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == self.DECLINE and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Write why you send it back, so that its author can mend it.")
        return cleaned


class SettingsForm(forms.Form):
    """What an assessment is called, what a pass proves, and what counts as a pass."""

    title = forms.CharField(max_length=200, error_messages={"required": "Give the assessment a title."})
    level = forms.ModelChoiceField(
        Level.objects.none(),
        label="A pass is evidence for",
        empty_label=None,
        error_messages={"required": "Choose the level.", "invalid_choice": "Choose one of the levels shown."},
    )
    pass_mark = forms.IntegerField(
        label="Pass mark (%)",
        min_value=1,
        max_value=100,
        error_messages={
            "required": "Write the pass mark, from 1 to 100.",
            "invalid": "Write a whole number from 1 to 100.",
            "min_value": "Write a number from 1 to 100.",
            "max_value": "Write a number from 1 to 100.",
        },
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, module: ModulePage, **kwargs):
        super().__init__(*args, **kwargs)
        frameworks = competencies_served(module).values("element__framework")
        levels: forms.ModelChoiceField = self.fields["level"]  # type: ignore[assignment]
        levels.queryset = Level.objects.filter(framework__in=frameworks)


def _offer(field: forms.Field, nothing: str, competencies: list[Competency]) -> None:
    field.choices = [("", nothing), *((row.code, str(row)) for row in competencies)]  # type: ignore[attr-defined]


class BlueprintRowForm(forms.Form):
    """One row of a blueprint."""

    competency = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Choose a competency that the module serves."}
    )
    difficulty = forms.ChoiceField(
        required=False,
        choices=[("", "Any difficulty"), *Question.Difficulty.choices],
        error_messages={"invalid_choice": "Choose one of the difficulties shown."},
    )
    count = forms.IntegerField(
        label="Questions",
        required=False,
        min_value=1,
        max_value=50,
        error_messages={
            "invalid": "Write a whole number from 1 to 50.",
            "min_value": "Write a number from 1 to 50.",
            "max_value": "Write a number from 1 to 50.",
        },
    )

    def __init__(self, *args, competencies: list[Competency], **kwargs):
        super().__init__(*args, **kwargs)
        _offer(self.fields["competency"], "Choose", competencies)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("competency") and not cleaned.get("count") and "count" not in self.errors:
            self.add_error("count", "Write how many questions to ask.")
        if cleaned.get("count") and not cleaned.get("competency") and "competency" not in self.errors:
            self.add_error("competency", "Choose the competency.")
        return cleaned


class BlueprintRows(forms.BaseFormSet):
    """All rows of a blueprint; at least one, none twice."""

    def lines(self) -> tuple[Line, ...]:
        """Return the rows that were filled in and not taken out."""
        kept = [row.cleaned_data for row in self.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
        return tuple(Line(row["competency"], row["count"], row["difficulty"]) for row in kept if row.get("competency"))

    def clean(self):
        if any(self.errors):
            return
        pairs = [(line.competency, line.difficulty) for line in self.lines()]
        if not pairs:
            raise forms.ValidationError("Give at least one row: what to ask about, and how many questions.")
        if len(set(pairs)) < len(pairs):
            raise forms.ValidationError("Two rows are about the same. Write one row with the sum of both.")


BlueprintFormSet = forms.formset_factory(BlueprintRowForm, formset=BlueprintRows, can_delete=True, extra=2, max_num=40)


class ImportForm(forms.Form):
    """A file of questions, and the tags for those that name none."""

    file = forms.FileField(
        label="File",
        error_messages={"required": "Choose a file.", "empty": "The file is empty. Choose another one."},
    )
    competency = forms.ChoiceField(required=False)
    difficulty = forms.ChoiceField(required=False, choices=[("", "None"), *Question.Difficulty.choices])

    def __init__(self, *args, competencies: list[Competency], **kwargs):
        super().__init__(*args, **kwargs)
        _offer(self.fields["competency"], "None", competencies)


class TakeForm(forms.Form):
    """That a file is to be taken as it was shown."""

    shown = forms.CharField(max_length=20)
    send = forms.BooleanField(required=False)
