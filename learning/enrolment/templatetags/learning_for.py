from django import template

from framework.models import Element
from learning.content.permissions import modules_open_to
from learning.enrolment.queries import ModuleLine, module_lines
from learning.people.models import Account

register = template.Library()


@register.simple_tag
def learning_for(account: Account, element: Element) -> list[ModuleLine]:
    """Return the modules that teach an element's competencies, with the reader's own progress. Three queries."""
    modules = modules_open_to(account).filter(competencies__element=element).distinct().order_by("path")
    return module_lines(modules, account.person)
