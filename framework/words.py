"""An evidence rule as its reader meets it, in the language of the site. The rules themselves know no words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from framework.rules import ALL_OF, ANY_OF, KNOWLEDGE, OBSERVATION, SIGN_OFF, Rule


def describe(rule: Rule) -> str:
    """Return a rule as a plain phrase."""
    if rule.parts:
        return _joined(rule, [describe(part) for part in rule.parts])
    if rule.kind == OBSERVATION:
        return _observations(rule)
    if rule.kind == KNOWLEDGE:
        return _("a passed assessment")
    if rule.kind == SIGN_OFF:
        return _("sign-off by the line manager")
    return _("attendance at the course %(course)s") % {"course": rule.course}


def _observations(rule: Rule) -> str:
    if rule.need == 1 and rule.assessors == 1:
        return _("one observation of practice")
    values = {"number": rule.need, "assessors": rule.assessors}
    if rule.assessors == 1:
        return ngettext("%(number)s observation of practice", "%(number)s observations of practice", rule.need) % values
    return _("%(number)s observations of practice by %(assessors)s different assessors") % values


def _joined(rule: Rule, phrases: list[str]) -> str:
    if len(phrases) == 1:
        return phrases[0]
    values = {"first": ", ".join(phrases[:-1]), "last": phrases[-1]}
    if rule.kind == ALL_OF:
        return _("%(first)s and %(last)s") % values
    if rule.kind == ANY_OF:
        return _("%(first)s or %(last)s") % values
    return _("%(number)s of these: %(phrases)s") % {"number": rule.need, "phrases": "; ".join(phrases)}
