"""Who may open which page: learning belongs to an organisation, a framework to those who work by it."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from framework.models import ElementPage, Framework, FrameworkPage, SitePage
from learning.content.models import LessonPage, ModulePage, PathwayPage, SiblingPage
from learning.people.models import Account
from learning.people.permissions import frameworks_open_to, organisations_of


def modules_open_to(account: Account) -> QuerySet[ModulePage]:
    """Return the live modules of the account's organisations."""
    modules: QuerySet[ModulePage] = ModulePage.objects.live().filter(organisation__in=organisations_of(account))
    return modules


def can_open_page(account: Account, page: Page) -> bool:
    """Answer whether an account may read a live page."""
    if isinstance(page, SiblingPage):
        original = page.original
        return bool(original.live) and can_open_page(account, original)
    if isinstance(page, LessonPage):
        return modules_open_to(account).filter(pk=page.get_parent().pk).exists()
    if isinstance(page, ModulePage | PathwayPage):
        return organisations_of(account).filter(pk=page.organisation_id).exists()
    if isinstance(page, FrameworkPage):
        return frameworks_open_to(account).filter(pk=page.framework_id).exists()
    if isinstance(page, ElementPage):
        return frameworks_open_to(account).filter(pk=page.element.framework_id).exists()
    if isinstance(page, SitePage) and page.elements.exists():
        return bool(page.elements.filter(framework__in=frameworks_open_to(account)).exists())
    return True


def readable_frameworks(account: Account) -> QuerySet[Framework]:
    """Return the frameworks an account may read and that have a live page."""
    frameworks: QuerySet[Framework] = frameworks_open_to(account).filter(page__live=True)
    return frameworks


def get_framework_for(account: Account, code: str) -> Framework:
    """Return a framework the account may read or raise Http404."""
    return get_object_or_404(readable_frameworks(account), code=code)


def framework_pages_open_to(account: Account) -> QuerySet[Page]:
    """Return the live pages of the framework's site that an account may read, all in one query."""
    mine = frameworks_open_to(account).order_by().values("pk")
    pages = Q(pk__in=FrameworkPage.objects.filter(framework__in=mine).values("pk"))
    pages |= Q(pk__in=ElementPage.objects.filter(element__framework__in=mine).values("pk"))
    for kind in SitePage.__subclasses__():
        pages |= Q(pk__in=kind.objects.filter(Q(elements=None) | Q(elements__framework__in=mine)).values("pk"))
    found: QuerySet[Page] = Page.objects.live().filter(pages)
    return found


def can_open_document(account: Account, document: AbstractDocument) -> bool:
    """Answer whether an account may open a document: it may if it may open a page that uses it, or writes pages."""
    if account.has_perm("wagtailadmin.access_admin"):
        return True
    pages = (reference[0] for reference in document.get_usage())
    return any(
        isinstance(page, Page) and page.live and can_open_page(account, page.specific_deferred) for page in pages
    )
