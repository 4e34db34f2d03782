from django import template
from django.db.models import QuerySet

from framework.models import Element, ElementPage, ElementServed, Framework, PracticeModelPage, SitePage
from framework.queries import CrosswalkLine, crosswalks_of, matches_of_element
from learning.people.models import Account
from learning.people.permissions import frameworks_open_to

register = template.Library()


@register.simple_tag
def frameworks_for(account: Account) -> QuerySet[Framework]:
    """Return the frameworks an account may read, each with its live page."""
    return frameworks_open_to(account).filter(page__live=True).select_related("page")


@register.simple_tag
def pages_open_to(account: Account, pages: list[SitePage]) -> list[SitePage]:
    """Return those pages of the framework's site that an account may read."""
    open_ids = set(frameworks_open_to(account).values_list("pk", flat=True))
    return [
        page
        for page in pages
        if not page.elements.all() or any(element.framework_id in open_ids for element in page.elements.all())
    ]


@register.simple_tag
def element_pages_open_to(account: Account, elements: QuerySet[Element]) -> QuerySet[ElementPage]:
    """Return the live pages of those elements whose framework an account may read, in order."""
    pages = ElementPage.objects.live().filter(element__in=elements, element__framework__in=frameworks_open_to(account))
    ordered: QuerySet[ElementPage] = pages.select_related("element").order_by("element__framework", "element__order")
    return ordered


@register.simple_tag
def matches_open_to(account: Account, element: Element) -> list[CrosswalkLine]:
    """Return what an element relates to in other frameworks that an account may read."""
    return matches_of_element(element, set(frameworks_open_to(account).values_list("pk", flat=True)))


@register.simple_tag
def crosswalks_open_to(account: Account, framework: Framework) -> list[Framework]:
    """Return the frameworks an account may compare this one with."""
    return crosswalks_of(framework, list(frameworks_open_to(account)))


@register.simple_tag
def served_open_to(account: Account, page: PracticeModelPage) -> list[ElementServed]:
    """Return what a practice model says about elements of frameworks that an account may read."""
    open_ids = set(frameworks_open_to(account).values_list("pk", flat=True))
    notes = page.serves.select_related("element__framework", "element__page")
    return [served for served in notes if served.element.framework_id in open_ids]
