from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from framework.models import CompetencyLevel
from learning.assessment.actions import (
    record_observation,
    revoke_award,
)
from learning.assessment.forms import ObservationForm, RevokeForm
from learning.assessment.models import Award
from learning.assessment.permissions import (
    can_revoke,
    get_award_for,
    get_learner_for_assessor,
    get_observation_for,
)
from learning.assessment.queries.standing import standings_of
from learning.outbox.idempotency import ClientIdReused
from learning.people.decorators import SignedInRequest, form_page, page
from learning.people.queries import first_day_at_work, local_today


@form_page
def observe(request: SignedInRequest, person_id: UUID, standard_id: int) -> HttpResponse:
    """Record what was seen of a person's practice, and the judgement. Only today's line manager gets here."""
    learner = get_learner_for_assessor(request.user, person_id)
    standard = get_object_or_404(
        CompetencyLevel.objects.select_related("competency__element", "level").prefetch_related("anchors"),
        pk=standard_id,
    )
    initial = {"observed_on": local_today(), "client_id": uuid.uuid4()}
    form = ObservationForm(
        request.POST or None, standard=standard, began_on=first_day_at_work(learner), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = record_observation(learner, standard, assessor=request.user.person, given=form.given())
        except ClientIdReused:
            form.add_error(None, _("This was sent for somebody else or another competency. Load the page again."))
        else:
            return redirect("assessment:observation", made.uuid)
    context = {"form": form, "learner": learner, "standard": standard}
    return render(request, "assessment/observe.html", context, status=422 if form.errors else 200)


@page
def observation(request: SignedInRequest, observation_id: UUID) -> HttpResponse:
    """An observation with its notes, and what it led to."""
    found = get_observation_for(request.user, observation_id)
    standard = found.competency_level
    standing = next(
        (
            row
            for row in standings_of(found.learner, as_at=local_today())
            if row.requirement.competency_id == standard.competency_id
        ),
        None,
    )
    award = Award.objects.filter(evidence__observation=found).select_related("competency", "level").first()
    context = {
        "observation": found,
        "ratings": list(found.ratings.all()),
        "award": award,
        "standing": standing,
        "is_own": found.learner_id == request.user.person_id,
    }
    return render(request, "assessment/observation.html", context)


@page
def award(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """An award with the evidence behind it."""
    found = get_award_for(request.user, award_id)
    evidence = found.evidence.select_related("vouched_by", "attempt__assessment", "observation", "level")
    context = {
        "award": found,
        "evidence": list(evidence.order_by("occurred_on", "pk")),
        "may_revoke": can_revoke(request.user, found) and not hasattr(found, "revocation"),
    }
    return render(request, "assessment/award.html", context)


@form_page
def revoke(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """Take an award back, with a reason. Only today's line manager gets here."""
    found = get_award_for(request.user, award_id)
    if not can_revoke(request.user, found):
        raise Http404
    if hasattr(found, "revocation"):
        messages.info(request, _("This award was taken back before. Nothing was changed now."))
        return redirect("assessment:award", found.uuid)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revoke_award(found, by=request.user.person, reason=form.cleaned_data["reason"])
        return redirect("assessment:award", found.uuid)
    return render(request, "assessment/revoke.html", {"award": found, "form": form}, status=422 if form.errors else 200)
