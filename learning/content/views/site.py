import uuid
from itertools import groupby

from allauth.core import ratelimit
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from framework.actions import InvitationClosed, SentForAnother, offer_contribution
from framework.models import Contribution, GlossaryTerm, Invitation
from learning.content.forms import ContributionForm
from learning.content.permissions import framework_pages_open_to
from learning.people.decorators import SignedInRequest, open_form_page, page
from learning.people.permissions import frameworks_open_to

ENTRIES_A_PAGE = 20
TOO_MANY = _(
    "A lot has been sent from here in the last hour, so we could not take this yet. "
    "Your words are still here. Wait a while, then press Send again."
)
SENT_ELSEWHERE = _("This was sent for another page. Load the page again and send it once more.")


@page
def glossary(request: SignedInRequest) -> HttpResponse:
    """Every term I may read, A to Z, with a box to look for some."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    terms = GlossaryTerm.objects.readable(frameworks_open_to(request.user)).select_related("framework")
    found = sorted(terms, key=lambda row: (row.initial, row.term.casefold()))
    if query:
        wanted = query.casefold()
        found = [row for row in found if wanted in f"{row.term}, {row.also} {row.explanation}".casefold()]
    letters = [(letter, list(rows)) for letter, rows in groupby(found, key=lambda row: row.initial)]
    return render(request, "framework/glossary.html", {"letters": letters, "query": query, "total": len(found)})


@page
def ledger(request: SignedInRequest) -> HttpResponse:
    """Who had a part in the pages of the framework that I may read, newest first; or in one of them."""
    readable = framework_pages_open_to(request.user)
    entries = Contribution.objects.accepted().filter(page__in=readable).select_related("page__content_type")
    about = None
    if request.GET.get("page_id", "").isascii() and request.GET.get("page_id", "").isdigit():
        about = readable.filter(pk=int(request.GET["page_id"][:15])).first()
        entries = entries.filter(page=about) if about else entries.none()
    shown = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "framework/ledger.html", {"page": shown, "about": about})


@open_form_page
def contribute(request: HttpRequest, token: str) -> HttpResponse:
    """Take what somebody says about a page, from whoever holds the address. Nobody needs to sign in."""
    invitation = get_object_or_404(Invitation.objects.select_related("page"), token=token)
    if request.method == "POST":
        return _private(_take_words(request, invitation))
    if request.GET.get("sent") == "yes":
        return _private(render(request, "framework/contributed.html", {"invitation": invitation}))
    if not invitation.is_open:
        return _private(render(request, "framework/invitation_closed.html", {"invitation": invitation}, status=410))
    return _private(_ask(request, invitation, ContributionForm(initial={"client_id": uuid.uuid4(), "how_many": 1})))


def _take_words(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = ContributionForm(request.POST)
    if not form.is_valid():
        return _ask(request, invitation, form, status=422)
    if not ratelimit.consume(request, action="contribute", key=invitation.token):
        form.add_error(None, TOO_MANY)
        return _ask(request, invitation, form, status=429)
    try:
        offer_contribution(invitation, form.given())
    except InvitationClosed:
        context = {"invitation": invitation, "typed": form.cleaned_data["words"]}
        return render(request, "framework/invitation_closed.html", context, status=410)
    except SentForAnother:
        form.add_error(None, SENT_ELSEWHERE)
        return _ask(request, invitation, form, status=422)
    return redirect(f"{request.path}?sent=yes")


def _ask(request: HttpRequest, invitation: Invitation, form: ContributionForm, *, status: int = 200) -> HttpResponse:
    context = {"invitation": invitation, "about": invitation.page.specific, "form": form}
    return render(request, "framework/contribute.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """Keep an address that only some people hold out of caches, search engines and other sites' logs."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
