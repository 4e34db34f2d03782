"""Who may make other versions of a page and keep them in step: whoever may edit it."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.http import Http404
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from learning.content.models import ModulePage, SiblingPage
from learning.content.permissions import can_open_page
from learning.content.siblings.words import can_have_siblings
from learning.people.models import Account
from learning.people.permissions import organisations_of


def get_original_for(account: Account, page_id: int) -> Page:
    """Return a page that this account may edit and that can have other versions, or raise Http404."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None or not can_have_siblings(page) or not may_edit(account, page):
        raise Http404
    return page.specific


def get_sibling_for(account: Account, sibling_id: int) -> SiblingPage:
    """Return another version of a page that this account may edit, or raise Http404."""
    sibling: SiblingPage | None = SiblingPage.objects.select_related("in_step_with").filter(pk=sibling_id).first()
    if sibling is None or not may_edit(account, sibling):
        raise Http404
    return sibling


def may_edit(account: Account, page: Page) -> bool:
    """Answer whether an account may edit a page, and belongs to those who may read it."""
    about = page.specific.original if issubclass(page.specific_class, SiblingPage) else page.specific
    return bool(page.permissions_for_user(account).can_edit()) and can_open_page(account, about)


def siblings_editable_by(account: Account) -> QuerySet[SiblingPage]:
    """Return the versions of pages that this account may edit, without the learning of other organisations."""
    pages = page_permission_policy.instances_user_has_permission_for(account, "change")
    elsewhere = (
        ModulePage.objects.exclude(organisation__in=organisations_of(account))
        .annotate(path_below=ExpressionWrapper(OuterRef("path"), output_field=CharField()))
        .filter(path_below__startswith=F("path"))
    )
    found: QuerySet[SiblingPage] = SiblingPage.objects.filter(~Exists(elsewhere), pk__in=pages.values("pk"))
    return found
