from __future__ import annotations

import csv
import json
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.assessment.queries.pages import awards_of, observations_of
from learning.people.decorators import SignedInRequest, page
from learning.people.queries import local_today, posts_of
from learning.records.models import Statement
from learning.records.permissions import get_statement_for
from learning.records.queries import completed_studies, statement_page, statements_about
from learning.records.xapi.profile import VERBS, profile_document

STATEMENTS_A_PAGE = 50
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@page
def record(request: SignedInRequest) -> HttpResponse:
    """My record: what I have shown, by what evidence, and until when it holds."""
    person = request.user.person
    context = {
        "posts": posts_of(person),
        "awards": awards_of(person),
        "studies": completed_studies(person),
        "observations": observations_of(person),
        "today": local_today(),
    }
    return render(request, "records/record.html", context)


@page
def record_csv(request: SignedInRequest) -> HttpResponse:
    """My awards as a table to keep: one header row, ISO dates, stable ids."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-record.csv"'
    writer = csv.writer(response)
    writer.writerow(["award_id", "competency_code", "competency", "level", "awarded_on", "expires_on", "revoked_on"])
    for award in awards_of(request.user.person):
        revoked_on = award.revocation.revoked_on.isoformat() if hasattr(award, "revocation") else ""
        writer.writerow(
            [
                award.uuid,
                award.competency.code,
                _no_formula(str(award.competency)),
                _no_formula(award.level.title),
                award.awarded_on.isoformat(),
                award.expires_on.isoformat() if award.expires_on else "",
                revoked_on,
            ]
        )
    return response


def _no_formula(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


@page
def statements(request: SignedInRequest) -> HttpResponse:
    """My xAPI statements, the newest first."""
    mine = Statement.objects.filter(person=request.user.person_id).order_by("-number")
    found = Paginator(mine, STATEMENTS_A_PAGE).get_page(request.GET.get("page"))
    lines = [(row, VERBS.get(row.verb, row.verb), row.object_name) for row in found.object_list]
    return render(request, "records/statements.html", {"page": found, "lines": lines})


@page
def statements_jsonl(request: SignedInRequest) -> StreamingHttpResponse:
    """My xAPI statements as a file, oldest first, one a line."""
    lines = (f"{line}\n" for line in statements_about(request.user.person))
    response = StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-statements.jsonl"'
    return response


@page
def statement(request: SignedInRequest, statement_id: UUID) -> HttpResponse:
    """One statement in words and exactly as it is served, with the way to the award and the framework."""
    found = statement_page(get_statement_for(request.user, statement_id))
    text = json.dumps(json.loads(found.statement.served()), indent=2, ensure_ascii=False)
    context = {"shown": found, "text": text, "verb": VERBS.get(found.statement.verb, found.statement.verb)}
    return render(request, "records/statement.html", context)


@require_safe
def xapi_profile(request: HttpRequest) -> HttpResponse:
    """Our xAPI profile, for anybody who reads our statements."""
    response = JsonResponse(profile_document(settings.SITE_URL), json_dumps_params={"indent": 2})
    response["Content-Type"] = "application/ld+json"
    return response
