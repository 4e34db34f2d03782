"""Long work of this room: the practice framework as a PDF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from framework.handbook.build import build_handbook
from framework.handbook.content import Handbook
from framework.handbook.pdf import HandbookTooLong, handbook_pdf
from learning.content.forms import HandbookForm
from learning.content.permissions import readable_frameworks
from learning.jobs.kinds import JobRefused, Progress, Result, job
from learning.people.queries import local_today

FONTS = settings.BASE_DIR / "var" / "fonts"
NOT_OPEN = gettext_noop("This framework is not open to you any more. Ask your practice-framework lead.")
CHANGED = gettext_noop("The framework has changed since you asked. Go back to Handbook and choose again.")
TOO_LONG = gettext_noop(
    "This would be a book of more than 400 pages. Choose fewer elements, or leave out a part, and try again."
)


@job("handbook", "Handbook")
def make_handbook(progress: Progress, arguments: dict[str, Any]) -> Result:
    """Make the PDF of what was chosen, from the pages as they are now. Making it again does no harm."""
    framework = readable_frameworks(progress.account).filter(code=arguments["framework"]).first()
    if framework is None:
        raise JobRefused(NOT_OPEN)
    form = HandbookForm(arguments, framework=framework)
    if not form.is_valid():
        raise JobRefused(CHANGED)
    steps = 1

    def say(done: int, of: int, message: str) -> None:
        nonlocal steps
        steps = of + 1  # setting the pages comes last
        progress.report(done, steps, message)

    book = build_handbook(form.choice(), made_on=local_today(), site=settings.SITE_URL, say=say)
    progress.report(steps, steps, gettext_noop("Setting the pages"))
    name = f"{framework.code}-handbook-{book.made_on}.pdf"
    return Result(name, "application/pdf", _pdf(book))


def _pdf(book: Handbook) -> bytes:
    try:
        return handbook_pdf(book, fonts=FONTS)
    except HandbookTooLong:
        raise JobRefused(TOO_LONG) from None
