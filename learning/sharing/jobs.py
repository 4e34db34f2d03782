"""Long work of this room: making a pack."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from learning.jobs.kinds import JobRefused, Progress, Result, job
from learning.sharing.actions.keys import KeyLost
from learning.sharing.actions.making import CannotPack, PackAsked, make_pack
from learning.sharing.permissions import get_organisation_that_shares
from learning.sharing.queries.packing import Choice

NOT_YOURS = "You do not make content packs any more. Ask your administrator."
KEY_LOST = (
    "The signing key of your organisation cannot be opened: the site's SECRET_KEY was changed. "
    "Go to Packs, Your key, and make a new one; then try again."
)


@job("pack", "Content pack")
def make(progress: Progress, arguments: dict[str, Any]) -> Result:
    """Make the next version of a pack. Again it is the same version: the request is named."""
    try:
        organisation = get_organisation_that_shares(progress.account)
    except Http404:
        raise JobRefused(NOT_YOURS) from None
    choice = Choice.of_json(arguments["choice"])
    named = UUID(arguments["asked_as"])
    asked = PackAsked(arguments["name"], arguments["title"], arguments["notes"], choice, named)
    try:
        made = make_pack(organisation, asked, by=progress.account.person, say=progress.report)
    except CannotPack as refused:
        raise JobRefused(str(refused)) from None
    except KeyLost:
        raise JobRefused(KEY_LOST) from None
    with made.file.open("rb") as file:
        return Result(made.file_name, "application/zip", file.read())
