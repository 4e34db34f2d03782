from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.assessment.actions import (
    save_response,
    start_attempt,
    submit_attempt,
)
from learning.assessment.actions.attempts import AnswerRefused, AttemptClosed
from learning.assessment.answers import match_order, read_answer, shown_options, typed_values
from learning.assessment.models import Attempt, AttemptQuestion, Award
from learning.assessment.permissions import (
    get_assessment_for,
    get_attempt_for,
)
from learning.assessment.queries.attempts import latest_responses, may_start
from learning.assessment.queries.pages import assessment_lines, observations_of, outcomes_of, question_lines
from learning.assessment.queries.standing import observations_wanted, standings_of
from learning.assessment.rules.drawing import BankTooSmall
from learning.assessment.rules.marking import percentage
from learning.enrolment.forms import StartForm
from learning.outbox.idempotency import ClientIdReused
from learning.people.decorators import SignedInRequest, form_page, page, write
from learning.people.queries import local_today

SOON = timedelta(days=30)
NOT_STARTED = _("We did not start an attempt. Read what is below and try again from there.")
HANDED_IN = _("You have handed this attempt in, so its answers no longer change. Here is your outcome.")


@page
def index(request: SignedInRequest) -> HttpResponse:
    """What waits for me to observe, and my own assessments and observations."""
    today = local_today()
    waiting = observations_wanted(request.user.person, as_at=today)
    context = {
        "soon": [row for row in waiting if row.due_on <= today + SOON],
        "later": [row for row in waiting if row.due_on > today + SOON],
        "lines": assessment_lines(request.user),
        "observations": observations_of(request.user.person),
        "today": local_today(),
    }
    return render(request, "assessment/index.html", context)


@page
def assessment(request: SignedInRequest, module_slug: str) -> HttpResponse:
    """An assessment before it begins: what it asks, what counts as a pass, and how it went before."""
    found = get_assessment_for(request.user, module_slug)
    attempts = list(Attempt.objects.filter(person=request.user.person, assessment=found).order_by("number"))
    context = {
        "assessment": found,
        "attempts": attempts,
        "open_attempt": next((attempt for attempt in attempts if attempt.is_open), None),
        "may_start": may_start(request.user.person, found),
        "question_count": sum(row.count for row in found.blueprint.all()),
    }
    return render(request, "assessment/assessment.html", context)


@write
def start(request: SignedInRequest, module_slug: str) -> HttpResponse:
    """Begin an attempt, or go on with the one that is open."""
    found = get_assessment_for(request.user, module_slug)
    client_id = StartForm.read(request.POST)
    replayed = client_id and Attempt.objects.filter(client_id=client_id, person=request.user.person_id).first()
    if not client_id or not (replayed or may_start(request.user.person, found)):
        messages.error(request, NOT_STARTED)
        return redirect("assessment:assessment", module_slug)
    try:
        attempt = start_attempt(request.user.person, found, client_id=client_id)
    except ClientIdReused:
        messages.error(request, NOT_STARTED)
        return redirect("assessment:assessment", module_slug)
    except BankTooSmall:
        messages.error(
            request, gettext("There are not enough questions yet for this assessment. Its owner has been named below.")
        )
        return redirect("assessment:assessment", module_slug)
    return redirect("assessment:attempt", attempt.uuid)


@page
def attempt(request: SignedInRequest, attempt_id: UUID) -> HttpResponse:
    """Go to where an attempt stands: its first open question, the review, or its outcome."""
    found = get_attempt_for(request.user, attempt_id)
    if not found.is_open:
        return redirect("assessment:outcome", found.uuid)
    unanswered = next((line for line in question_lines(found) if not line.is_answered), None)
    if unanswered is None:
        return redirect("assessment:review", found.uuid)
    return redirect("assessment:question", found.uuid, unanswered.question.position)


@form_page
def question(request: SignedInRequest, attempt_id: UUID, position: int) -> HttpResponse:
    """One question of an attempt."""
    found = get_attempt_for(request.user, attempt_id)
    asked = get_object_or_404(
        AttemptQuestion.objects.select_related("version", "attempt").prefetch_related("version__options"),
        attempt=found,
        position=position,
    )
    if request.method == "POST":
        return _answer(request, found, asked)
    if not found.is_open:
        return redirect("assessment:outcome", found.uuid)
    response = latest_responses(found).get(asked.pk)
    return _render_question(request, asked, list(response.chosen) if response else [], saved_at=response)


def _answer(request: SignedInRequest, found: Attempt, asked: AttemptQuestion) -> HttpResponse:
    client_id = StartForm.read(request.POST)
    chosen, problem = read_answer(asked, request.POST)
    problem = problem or ("" if client_id else gettext("This page is out of date. Load it again and answer once more."))
    if not problem and client_id:
        try:
            saved = save_response(asked, chosen, client_id=client_id)
        except AttemptClosed:
            return _closed(request, found)
        except (AnswerRefused, ClientIdReused) as refused:
            problem = str(refused) or gettext("That answer was sent for another question. Answer once more.")
    if problem and not found.is_open:
        return _closed(request, found)
    if problem:
        return _refused(request, asked, problem)
    if not request.accepts("text/html"):
        return JsonResponse({"saved": f"{timezone.localtime(saved.saved_at):%H:%M}", "answer": saved.pk})
    if request.POST.get("go") == "review" or asked.position == found.questions.count():
        return redirect("assessment:review", found.uuid)
    return redirect("assessment:question", found.uuid, asked.position + 1)


def _refused(request: SignedInRequest, asked: AttemptQuestion, problem: str) -> HttpResponse:
    if not request.accepts("text/html"):
        return JsonResponse({"problem": problem}, status=422)
    typed = typed_values(asked, request.POST)
    return _render_question(request, asked, [], problem=problem, typed=typed, status=422)


def _closed(request: SignedInRequest, found: Attempt) -> HttpResponse:
    if not request.accepts("text/html"):
        return JsonResponse({"problem": HANDED_IN}, status=409)
    messages.info(request, HANDED_IN)
    return redirect("assessment:outcome", found.uuid)


def _render_question(
    request: SignedInRequest, asked: AttemptQuestion, chosen: list[str], *, status: int = 200, **more
) -> HttpResponse:
    options = shown_options(asked, chosen, more.get("typed"))
    total = asked.attempt.questions.count()
    context = {
        "attempt": asked.attempt,
        "asked": asked,
        "options": options,
        "rights": _right_sides(asked),
        "numbers": [str(number) for number in range(1, len(options) + 1)],
        "total": total,
        "positions": range(1, total + 1),
        "client_id": str(uuid.uuid4()),
        **more,
    }
    return render(request, "assessment/question.html", context, status=status)


def _right_sides(asked: AttemptQuestion) -> list[tuple[str, str]]:
    texts = {option.key: option.match for option in asked.version.options.all()}
    return [(str(place), texts[key]) for place, key in enumerate(match_order(asked))]


@page
def review(request: SignedInRequest, attempt_id: UUID) -> HttpResponse:
    """All questions of an attempt before it is handed in."""
    found = get_attempt_for(request.user, attempt_id)
    if not found.is_open:
        return redirect("assessment:outcome", found.uuid)
    lines = question_lines(found)
    unanswered = sum(not line.is_answered for line in lines)
    return render(request, "assessment/review.html", {"attempt": found, "lines": lines, "unanswered": unanswered})


@write
def submit(request: SignedInRequest, attempt_id: UUID) -> HttpResponse:
    """Hand an attempt in. Twice is the same as once."""
    found = submit_attempt(get_attempt_for(request.user, attempt_id))
    return redirect("assessment:outcome", found.uuid)


@page
def outcome(request: SignedInRequest, attempt_id: UUID) -> HttpResponse:
    """The outcome: what went well first, feedback on each question, and what to read again."""
    found = get_attempt_for(request.user, attempt_id)
    if found.is_open:
        return redirect("assessment:attempt", found.uuid)
    outcomes = outcomes_of(found)
    revisit = {
        line.question.version.question.revisit
        for line in outcomes
        if not line.is_right and line.question.version.question.revisit
    }
    competencies = [row.competency_id for row in found.assessment.blueprint.all()]
    affected = standings_of(request.user.person, as_at=local_today())
    context = {
        "attempt": found,
        "outcomes": outcomes,
        "revisit": sorted(revisit, key=lambda lesson: lesson.path),
        "percent": percentage(found.score or Decimal(0), Decimal(len(outcomes))),
        "right": sum(line.is_right for line in outcomes),
        "standings": [row for row in affected if row.requirement.competency_id in competencies],
        "awards": Award.objects.filter(evidence__attempt=found).select_related("competency", "level").distinct(),
    }
    return render(request, "assessment/outcome.html", context)
