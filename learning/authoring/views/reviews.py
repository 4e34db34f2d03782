"""Reviewing a draft on the public site: as little as there is to learn, for people who write no pages themselves."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.authoring.actions import (
    Moved,
    NotYours,
    ask_instead,
    give_answer,
    hand_back,
    say,
    send_again,
    withdraw,
)
from learning.authoring.gate.checking import report_on_revision
from learning.authoring.models import Decision, ReviewComment, ReviewRound, RoleReview
from learning.authoring.permissions import Seat, get_managed_round_for, get_round_for
from learning.authoring.queries.releases import published_before
from learning.authoring.queries.review_pages import approved_before, reading_of
from learning.authoring.queries.reviews import (
    answers_in,
    answers_of,
    open_reviews,
    overdue_rounds,
    people_to_ask,
    rounds_of,
    sent_rounds,
)
from learning.authoring.review_forms import COMMENT, ReviewForm, SayForm, new_client_id
from learning.outbox.idempotency import ClientIdReused
from learning.people.decorators import SignedInRequest, form_page, page, write
from learning.people.queries import local_today

NOT_YOURS = _("You cannot answer this review. Whoever wrote or sent a page does not approve it herself.")
MOVED = _("This review has moved on since you opened it. This is how it stands now; what you wrote is below.")
THANKS = {
    Decision.APPROVED.value: _("Thank you. Your approval is kept."),
    Decision.CHANGES.value: _("Thank you. What should change is kept, and the author sees it."),
    "": _("Your comments are kept. Say later whether you approve."),
}
DONE = {
    "withdraw": _("The page is taken back. What was said stays here."),
    "hand-back": _("The review is closed. Mend the page, then send it again."),
    "send-again": _("The page is with its reviewers again."),
}
DOES = {"withdraw": withdraw, "hand-back": hand_back, "send-again": send_again}
LONGEST_KEY = 15  # digits; a database takes no longer a number


@page
def reviews(request: SignedInRequest) -> HttpResponse:
    """What waits for my review, and where the pages stand that I sent to others."""
    sent = sent_rounds(request.user)
    late = [row for row in overdue_rounds(request.user) if row not in sent]
    answers = answers_in([*sent, *late])
    context = {
        "waiting": open_reviews(request.user),
        "sent": [(row, answers[row.pk]) for row in sent],
        "late": [(row, answers[row.pk]) for row in late],
        "today": local_today(),
    }
    return render(request, "authoring/reviews.html", context)


@form_page
def review(request: SignedInRequest, round_id: UUID) -> HttpResponse:
    """One draft before its reviewers: read it, say what you think of it, see what others said."""
    seat = get_round_for(request.user, round_id)
    if request.method != "POST":
        return _show(request, seat, ReviewForm(initial={"client_id": new_client_id()}))
    mine = _chosen(seat, request.POST.get("review", ""))
    places = [name.removeprefix(COMMENT) for name in request.POST if name.startswith(COMMENT)]
    form = ReviewForm(request.POST, places=places)
    if mine is None:
        return _refuse(request, seat, form, str(NOT_YOURS if seat.round.is_open else MOVED), 403)
    if not form.is_valid():
        return _show(request, seat, form, status=422)
    try:
        give_answer(mine, form.given(), by=request.user)
    except Moved:
        return _refuse(request, get_round_for(request.user, round_id), form, str(MOVED), 409)
    except (NotYours, ClientIdReused):
        return _refuse(request, get_round_for(request.user, round_id), form, str(NOT_YOURS), 403)
    messages.success(request, str(THANKS[form.given().decision]))
    return redirect("reviews:review" if not form.given().decision else "reviews:index", *_address(form, round_id))


def _address(form: ReviewForm, round_id: UUID) -> list[UUID]:
    return [] if form.given().decision else [round_id]


def _chosen(seat: Seat, review_id: str) -> RoleReview | None:
    """Return the review that is answered: somebody may hold several roles."""
    return next((row for row in seat.to_answer if str(row.pk) == review_id), None)


def _refuse(request: SignedInRequest, seat: Seat, form: ReviewForm, problem: str, status: int) -> HttpResponse:
    messages.error(request, problem)
    return _show(request, seat, form, status=status)


def _show(request: SignedInRequest, seat: Seat, form: ReviewForm, *, status: int = 200) -> HttpResponse:
    live = published_before(seat.page) if hasattr(seat.page, "live_revision_id") else None
    before = approved_before(seat.to_answer[0]) if seat.to_answer else None
    written = {name.removeprefix(COMMENT): text for name, text in request.POST.items() if name.startswith(COMMENT)}
    context = {
        "seat": seat,
        "round": seat.round,
        "reading": reading_of(seat.round, seat.page, against=before or live),
        "since_approved": before is not None,
        "answers": answers_of(seat.round),
        "report": report_on_revision(seat.round.revision),
        "form": form,
        "written": written,
        "today": local_today(),
        "newest": rounds_of(seat.page).first(),
        "asked_for_changes": seat.round.roles.filter(decision=Decision.CHANGES).exists(),
        "to_ask": _to_ask(seat),
        "say_id": new_client_id(),
    }
    return render(request, "authoring/review.html", context, status=status)


def _to_ask(seat: Seat) -> list[tuple[RoleReview, list[tuple[int, str]]]]:
    """Return, for whoever looks after the page, who could be asked for each role that has not answered."""
    if not seat.manages or not seat.round.is_open:
        return []
    waiting = seat.round.roles.filter(decision=Decision.WAITING).select_related("role", "round", "asked")
    return [
        (row, [(account.person_id, account.person.name) for account in people_to_ask(row, seat.page)])
        for row in waiting
    ]


@page
def draft_page(request: SignedInRequest, round_id: UUID) -> HttpResponse:
    """The whole draft as its readers will meet it."""
    seat = get_round_for(request.user, round_id)
    draft = seat.round.revision.as_object()
    shown: HttpResponse = draft.make_preview_request(request, draft.default_preview_mode)
    return shown


@write
def say_to_reviewers(request: SignedInRequest, round_id: UUID) -> HttpResponse:
    """The author answers her reviewers."""
    seat = get_managed_round_for(request.user, round_id)
    form = SayForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("reviews:review", round_id)
    data = form.cleaned_data
    same = ReviewComment.objects.filter(round__workflow_state=seat.round.workflow_state_id, answers=None)
    answers = get_object_or_404(same, pk=data["answers"]) if data["answers"] else None
    try:
        say(seat.round, data["text"], by=request.user, client_id=data["client_id"], answers=answers)
    except ClientIdReused:
        messages.error(request, gettext("This was sent for another page. Load the page again and send it once more."))
    else:
        messages.success(request, gettext("Your answer is kept. Your reviewers see it here."))
    return redirect("reviews:review", round_id)


@write
def manage(request: SignedInRequest, round_id: UUID) -> HttpResponse:
    """Withdraw a page from review, close a round in which changes were asked for, or send the page again."""
    seat = get_managed_round_for(request.user, round_id)
    wanted = request.POST.get("do", "")
    if wanted not in DOES:
        messages.error(request, gettext("Choose what to do with this review."))
        return redirect("reviews:review", round_id)
    try:
        DOES[wanted](seat.round, by=request.user)
    except Moved:
        messages.error(request, gettext("This review has moved on since you opened it. Nothing was changed."))
    else:
        messages.success(request, str(DONE[wanted]))
    newest: ReviewRound | None = rounds_of(seat.page).first()
    return redirect("reviews:review", newest.uuid if newest is not None else round_id)


@write
def ask(request: SignedInRequest, round_id: UUID, review_id: int) -> HttpResponse:
    """Ask one person of a role, and nobody else of it."""
    seat = get_managed_round_for(request.user, round_id)
    row = seat.round.roles.select_related("role", "round").filter(pk=review_id).first()
    if row is None:
        raise Http404
    person = request.POST.get("person", "")
    try:
        asked = ask_instead(
            row, int(person) if person.isascii() and person.isdecimal() and len(person) < LONGEST_KEY else 0
        )
    except (Moved, NotYours):
        messages.error(request, gettext("Choose somebody who holds this role and did not write the page."))
    else:
        messages.success(
            request, gettext("%(person)s is asked now.") % {"person": asked.asked} if asked.asked else gettext("Kept.")
        )
    return redirect("reviews:review", round_id)
