from django import template

from learning.assessment.models import Assessment
from learning.content.models import ModulePage

register = template.Library()


@register.simple_tag
def assessment_of(module: ModulePage) -> Assessment | None:
    """Return the assessment that follows a module, if it has one."""
    return Assessment.objects.filter(module=module).first()
