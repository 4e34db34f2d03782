from django import template

from framework.models import Element
from learning.assessment.models import Assessment, Question
from learning.content.models import ModulePage
from learning.content.permissions import modules_open_to
from learning.people.models import Account

register = template.Library()


@register.simple_tag
def assessment_of(module: ModulePage) -> Assessment | None:
    """Return the assessment that follows a module, if it has one."""
    return Assessment.objects.filter(module=module).first()


@register.simple_tag
def questions_on(account: Account, element: Element) -> dict[int, int]:
    """Return how many questions in the reader's modules ask about each competency of an element. One query."""
    asked = Question.objects.filter(
        competency__element=element, withdrawn_on=None, module__in=modules_open_to(account)
    ).values_list("competency", flat=True)
    counted: dict[int, int] = {}
    for competency in asked:
        counted[competency] = counted.get(competency, 0) + 1
    return counted
