"""Guards that fetch: outsiders get the 404 of a thing that does not exist."""

from django.http import Http404

from learning.content.models import ModulePage
from learning.content.permissions import modules_open_to
from learning.enrolment.models import PinnedLesson, Study
from learning.people.models import Account


def get_module_for(account: Account, slug: str) -> ModulePage:
    module = modules_open_to(account).filter(slug=slug).first()
    if module is None:
        raise Http404
    return module


def get_study_for(account: Account, module: ModulePage) -> Study | None:
    """Return the account's own open study of a module, else its newest finished one; None before the first."""
    mine = Study.objects.filter(person=account.person_id, module=module).order_by("-pk")
    return mine.filter(completed_at=None).first() or mine.first()


def get_pinned_lesson_for(account: Account, module_slug: str, lesson_slug: str) -> PinnedLesson | None:
    """Return the account's own pinned lesson of an open or finished study; None when the module is not begun."""
    mine = PinnedLesson.objects.filter(
        study__person=account.person_id, study__module__slug=module_slug, lesson__slug=lesson_slug
    )
    pinned = mine.select_related("study__module", "study__person", "lesson").order_by("-study_id").first()
    if pinned is None:
        module = get_module_for(account, module_slug)
        if not any(lesson.slug == lesson_slug for lesson in module.live_lessons()):
            raise Http404
    return pinned
