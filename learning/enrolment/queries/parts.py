"""A lesson's blocks as one learner meets them: with their answers, and what is to be said about those."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from learning.content.queries import Segment, snapshot
from learning.enrolment.answers import Line, Play, Sent, lines_of, play, rights_of
from learning.enrolment.models import LessonAnswer, PinnedLesson
from learning.enrolment.rules import LEAST_POLL_ANSWERS, fits_job, may_show_poll, tenths
from learning.people.queries import posts_of

EARLIER_SHOWN = 5
SAVINGS_READ = 100


@dataclass
class LessonPart:
    """One block of a lesson with what the learner last answered, and what to say about it."""

    segment: Segment
    answer: LessonAnswer | None = None
    problem: str = ""
    typed: Sent | None = None
    note: str = ""
    earlier: list[LessonAnswer] = field(default_factory=list)
    found: set[str] = field(default_factory=set)
    results: PollResults | None = None
    open_variants: set[str] = field(default_factory=set)
    asked_otherwise: bool = False

    @property
    def shows_feedback(self) -> bool:
        """Answer whether what is kept can be judged here: not while something is refused, or was asked differently."""
        return self.answer is not None and not self.problem and not self.asked_otherwise

    @property
    def template(self) -> str:
        return f"enrolment/parts/{self.segment.kind}.html"

    @property
    def given(self) -> list[str]:
        """Return what the form shows as chosen: what was just refused, else what is kept."""
        if self.typed is not None:
            return self.typed.chosen
        return self.answer.chosen if self.answer else []

    @property
    def text(self) -> str:
        if self.typed is not None:
            return self.typed.text
        return self.answer.text if self.answer else ""

    @property
    def lines(self) -> list[Line]:
        return lines_of(self.segment, self.given)

    @property
    def fitting(self) -> int:
        return sum(line.is_right for line in self.lines)

    @property
    def asked(self) -> int:
        return sum(bool(line.id) for line in self.lines)

    @property
    def rights(self) -> list[tuple[str, str]]:
        return rights_of(self.segment)

    @property
    def numbers(self) -> list[str]:
        return [str(number) for number in range(1, self.segment.steps + 1)]

    @property
    def play(self) -> Play | None:
        """Return where the learner stands in a scenario: where the kept way leads, or at its beginning."""
        kept = self.answer.chosen if self.answer else []
        return play(self.segment, kept, self.found) or play(self.segment, [], self.found)


def lesson_parts(pinned: PinnedLesson, segments: Iterable[Segment]) -> list[LessonPart]:
    """Return blocks with their newest answers and what else their kind shows: a query, and one for each such kind."""
    shown = list(segments)
    newest = newest_answers(pinned)
    parts = [
        LessonPart(
            segment,
            newest.get(segment.id),
            asked_otherwise=_was_asked_otherwise(newest.get(segment.id), segment, pinned),
        )
        for segment in shown
    ]
    for kind, add in EXTRAS.items():
        mine = [part for part in parts if part.segment.kind == kind]
        if mine:
            add(pinned, mine)
    return parts


def _was_asked_otherwise(answer: LessonAnswer | None, segment: Segment, pinned: PinnedLesson) -> bool:
    """Answer whether the answer was given when the question read differently, in another version of the lesson."""
    if answer is None or answer.revision_id is None or answer.revision_id == pinned.revision_id:
        return False
    return snapshot(answer.revision_id).segment(segment.id) != (segment.original or segment)


def answers_elsewhere(pinned: PinnedLesson, segments: Iterable[Segment]) -> list[LessonPart]:
    """Return what was answered in parts that this version of the lesson does not have. One query when there is none."""
    here = [segment.id for segment in segments]
    newest = pinned.answers.exclude(block_id__in=here).order_by().values("block_id").annotate(newest=Max("pk"))
    answers = LessonAnswer.objects.filter(pk__in=newest.values("newest"), revision__isnull=False).order_by("pk")
    asked = [
        (snapshot(answer.revision_id or pinned.revision_id).segment(answer.block_id), answer) for answer in answers
    ]
    return [LessonPart(segment, answer) for segment, answer in asked if segment and (answer.text or answer.chosen)]


def _add_what_was_written(pinned: PinnedLesson, parts: list[LessonPart]) -> None:
    """Read the last savings of the lesson's reflections, the latest first: autosave makes many."""
    ids = [part.segment.id for part in parts]
    written: dict[str, list[LessonAnswer]] = {}
    for answer in pinned.answers.filter(block_id__in=ids).order_by("-pk")[:SAVINGS_READ]:
        written.setdefault(answer.block_id, []).append(answer)
    for part in parts:
        part.earlier = _earlier(written.get(part.segment.id, []))


def _add_endings(pinned: PinnedLesson, parts: list[LessonPart]) -> None:
    ids = [part.segment.id for part in parts]
    reached = pinned.answers.filter(block_id__in=ids).exclude(ending="").order_by()
    pairs = set(reached.values_list("block_id", "ending").distinct())
    for part in parts:
        part.found = {ending for block_id, ending in pairs if block_id == part.segment.id}


def _add_results(pinned: PinnedLesson, parts: list[LessonPart]) -> None:
    for part in parts:
        part.results = poll_results(pinned.lesson_id, part.segment) if part.answer else None


def _open_what_fits(pinned: PinnedLesson, parts: list[LessonPart]) -> None:
    """Open the variants of the jobs this person holds today."""
    jobs = [post.role_profile.code for post in posts_of(pinned.study.person)]
    for part in parts:
        part.open_variants = {row.id for row in part.segment.variants if fits_job(row.jobs, jobs)}


EXTRAS: dict[str, Callable[[PinnedLesson, list[LessonPart]], None]] = {
    "reflection": _add_what_was_written,
    "scenario": _add_endings,
    "poll": _add_results,
    "try_it": _open_what_fits,
}


@dataclass(frozen=True)
class PollLine:
    text: str
    words: str
    tenths: int


@dataclass(frozen=True)
class PollResults:
    """What the people of an organisation chose, or that too few have answered to say."""

    answers: int
    least: int = LEAST_POLL_ANSWERS
    lines: list[PollLine] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return bool(self.lines)


def poll_results(lesson_id: int, segment: Segment) -> PollResults:
    """Count the newest answer of each person to a poll of one lesson, which belongs to one organisation. One query."""
    given = LessonAnswer.objects.filter(pinned_lesson__lesson=lesson_id, block_id=segment.id).order_by()
    newest = given.values("pinned_lesson__study__person").annotate(newest=Max("pk")).values("newest")
    counts: dict[str, int] = dict.fromkeys((choice.id for choice in segment.choices), 0)
    for chosen, count in (
        LessonAnswer.objects.filter(pk__in=newest).order_by().values_list("chosen").annotate(Count("pk"))
    ):
        if chosen and chosen[0] in counts:
            counts[chosen[0]] += count
    total = sum(counts.values())
    if not may_show_poll(total):
        return PollResults(total)
    return PollResults(
        total,
        lines=[
            PollLine(choice.text, in_ten(counts[choice.id], total), tenths(counts[choice.id], total))
            for choice in segment.choices
        ],
    )


def in_ten(count: int, total: int) -> str:
    """Return a share in whole tenths, so that from one answer to the next nobody's choice can be worked out."""
    rounded = (count * 20 + total) // (total * 2) if total else 0
    if rounded == 0:
        return _("fewer than 1 in 10")
    return _("more than 9 in 10") if rounded == 10 else _("about %(tenths)s in 10") % {"tenths": rounded}


def _earlier(answers: list[LessonAnswer]) -> list[LessonAnswer]:
    """Return what was written before the first of these, the newest: no autosave that only went on writing."""
    kept: list[LessonAnswer] = []
    for answer in answers[1:]:
        later = kept[-1] if kept else answers[0]
        if answer.text and not later.text.startswith(answer.text):
            kept.append(answer)
    return kept[:EARLIER_SHOWN]


def newest_answer(pinned: PinnedLesson, block_id: str) -> LessonAnswer | None:
    return pinned.answers.filter(block_id=block_id).order_by("-pk").first()


def newest_answers(pinned: PinnedLesson) -> dict[str, LessonAnswer]:
    """Return the newest answer to each block of a lesson. One query that reads no more rows than there are blocks."""
    newest = pinned.answers.order_by().values("block_id").annotate(newest=Max("pk")).values("newest")
    return {answer.block_id: answer for answer in LessonAnswer.objects.filter(pk__in=newest)}
