"""Who may open which page: learning belongs to an organisation, a framework to those who work by it."""

from django.db.models import QuerySet
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from framework.models import ElementPage, FrameworkPage
from learning.content.models import LessonPage, ModulePage, PathwayPage
from learning.people.models import Account
from learning.people.permissions import frameworks_open_to, organisations_of


def modules_open_to(account: Account) -> QuerySet[ModulePage]:
    """Return the live modules of the account's organisations."""
    modules: QuerySet[ModulePage] = ModulePage.objects.live().filter(organisation__in=organisations_of(account))
    return modules


def can_open_page(account: Account, page: Page) -> bool:
    """Answer whether an account may read a live page."""
    if isinstance(page, LessonPage):
        return modules_open_to(account).filter(pk=page.get_parent().pk).exists()
    if isinstance(page, ModulePage | PathwayPage):
        return organisations_of(account).filter(pk=page.organisation_id).exists()
    if isinstance(page, FrameworkPage):
        return frameworks_open_to(account).filter(pk=page.framework_id).exists()
    if isinstance(page, ElementPage):
        return frameworks_open_to(account).filter(pk=page.element.framework_id).exists()
    return True


def can_open_document(account: Account, document: AbstractDocument) -> bool:
    """Answer whether an account may open a document: it may if it may open a page that uses it, or writes pages."""
    if account.has_perm("wagtailadmin.access_admin"):
        return True
    pages = (reference[0] for reference in document.get_usage())
    return any(
        isinstance(page, Page) and page.live and can_open_page(account, page.specific_deferred) for page in pages
    )
