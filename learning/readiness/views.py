from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import formats
from django.utils.translation import gettext as _

from framework.models import Competency
from learning.assessment.queries.standing import standings_of
from learning.people.decorators import SignedInRequest, page
from learning.people.models import Unit
from learning.people.permissions import units_led_by
from learning.people.queries import local_today, people_managed_by, posts_of
from learning.readiness.permissions import get_person_for, get_unit_for, leaders_only
from learning.readiness.queries.co_production import co_production_of
from learning.readiness.queries.home import home_of
from learning.readiness.queries.pages import competency_page, people_page, team_rows, unit_page
from learning.readiness.queries.proof import why

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


def read_as_at(request: SignedInRequest) -> date:
    """Return the day a leader asks about; today when none, or none that can be read, is given."""
    raw = request.GET.get("as_at", "").strip()
    if not raw:
        return local_today()
    try:
        day = parse_day(raw)
    except (ValueError, OverflowError):
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        messages.error(
            request, _("We could not read that date, so these are today's figures. Write it like 22/11/2026.")
        )
        return local_today()
    return day


def parse_day(text: str) -> date:
    """Return the day that a text such as 2026-11-22 or 22/11/2026 means. Raises ValueError."""
    if "/" not in text:
        return date.fromisoformat(text)
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


@page
def home(request: SignedInRequest) -> HttpResponse:
    """My home: what to do next, and why."""
    return render(request, "readiness/home.html", {"home": home_of(request.user, today=local_today())})


@page
def index(request: SignedInRequest) -> HttpResponse:
    """The highest unit I lead; for a line manager who leads none, the people I manage."""
    unit = units_led_by(request.user).order_by("depth", "path").first()
    as_at = read_as_at(request)
    if unit is not None:
        return _unit(request, unit, as_at)
    today = local_today()
    mine = people_managed_by(request.user.person)
    if not mine:
        raise Http404
    rows = team_rows(mine, as_at=as_at)
    return render(request, "readiness/team.html", {"rows": rows, "as_at": as_at, "today": today})


@page
def unit(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """A unit: who is ready, by team and by competency."""
    return _unit(request, get_unit_for(request.user, unit_id), read_as_at(request))


def _unit(request: SignedInRequest, found: Unit, as_at: date) -> HttpResponse:
    parent_path = found.path[: -found.steplen]
    context = {
        "shown": unit_page(found, as_at=as_at, page=request.GET.get("page")),
        "as_at": as_at,
        "today": local_today(),
        "on_day": "" if as_at == local_today() else f"?as_at={as_at.isoformat()}",
        "above": units_led_by(request.user).filter(path=parent_path).first(),
    }
    return render(request, "readiness/unit.html", context)


@page
def people(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """The people of a unit, to sort, search and filter."""
    found = get_unit_for(request.user, unit_id)
    as_at = read_as_at(request)
    asked = {
        "order": request.GET.get("order", "state"),
        "state": request.GET.get("state", ""),
        "query": request.GET.get("q", "").replace("\x00", "").strip()[:100],
    }
    shown, rows = people_page(found, as_at=as_at, page=request.GET.get("page"), **asked)
    context = {"unit": found, "page": shown, "rows": rows, "as_at": as_at, "today": local_today(), **asked}
    return render(request, "readiness/people.html", context)


@page
def competency(request: SignedInRequest, unit_id: UUID, code: str) -> HttpResponse:
    """One competency in a unit: who has it and who does not."""
    found = get_unit_for(request.user, unit_id)
    wanted = get_object_or_404(Competency.objects.select_related("element__framework"), code=code)
    as_at = read_as_at(request)
    shown = competency_page(found, wanted, as_at=as_at, page=request.GET.get("page"))
    context = {
        "unit": found,
        "competency": wanted,
        "page": shown.page,
        "met": shown.met,
        "as_at": as_at,
        "today": local_today(),
    }
    return render(request, "readiness/competency.html", context)


@page
def person(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """One person: every requirement of their posts and where they stand."""
    as_at = read_as_at(request)
    found = get_person_for(request.user, person_id, as_at=as_at, or_today=True)
    if not posts_of(found, as_at):
        messages.info(
            request,
            _("There is nothing to show for %(found)s on %(day)s. This is today.")
            % {"found": found, "day": formats.date_format(as_at, "j F Y")},
        )
        as_at = local_today()
    context = {
        "person": found,
        "posts": posts_of(found, as_at),
        "standings": standings_of(found, as_at=as_at),
        "as_at": as_at,
        "today": local_today(),
        "is_own": found.pk == request.user.person_id,
    }
    return render(request, "readiness/person.html", context)


@page
def proof(request: SignedInRequest, person_id: UUID, code: str) -> HttpResponse:
    """Why a requirement is met or not: the proof tree, and the golden thread from the figure to the framework."""
    as_at = read_as_at(request)
    found = get_person_for(request.user, person_id, as_at=as_at)
    matching = [row for row in standings_of(found, as_at=as_at) if row.requirement.competency.code == code]
    if not matching:
        raise Http404
    context = {
        "person": found,
        "reasons": [why(row, viewer=request.user, as_at=as_at) for row in matching],
        "competency": matching[0].requirement.competency,
        "unit_of_figure": units_led_by(request.user).filter(pk=matching[0].post.unit_id).first(),
        "as_at": as_at,
        "today": local_today(),
        "is_own": found.pk == request.user.person_id,
    }
    return render(request, "readiness/proof.html", context)


@page
def co_production(request: SignedInRequest) -> HttpResponse:
    """Which parts of the framework people with lived experience have shaped."""
    leaders_only(request.user)
    return render(request, "readiness/co_production.html", {"shown": co_production_of(request.user)})
