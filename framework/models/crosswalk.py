from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from framework.models.frameworks import Element, Framework


class MatchKind(models.TextChoices):
    """How two elements relate, said of the first one."""

    EXACT = "EXACT", _("says the same as")
    BROADER = "BROADER", _("takes in more than")
    NARROWER = "NARROWER", _("is a part of")
    RELATED = "RELATED", _("goes together with")

    @property
    def seen_from_the_other_side(self) -> MatchKind:
        return {MatchKind.BROADER: MatchKind.NARROWER, MatchKind.NARROWER: MatchKind.BROADER}.get(self, self)


class ElementMatchQuerySet(models.QuerySet["ElementMatch"]):
    def between(self, first: Framework, other: Framework) -> ElementMatchQuerySet:
        """Those that lead from one framework to the other, whichever side they were written from."""
        return self.filter(
            Q(element__framework=first, other__framework=other) | Q(element__framework=other, other__framework=first)
        )

    def of(self, element: Element) -> ElementMatchQuerySet:
        return self.filter(Q(element=element) | Q(other=element))

    def with_pages(self) -> ElementMatchQuerySet:
        return self.select_related("element__page", "element__framework", "other__page", "other__framework")


class ElementMatch(models.Model):
    """A line of a crosswalk: how an element of one framework relates to an element of another. It reads both ways."""

    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="matches_from")
    other = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="matches_to")
    kind = models.CharField("how it relates", max_length=10, choices=MatchKind.choices)
    note = models.TextField(blank=True, help_text="In plain words: what they share, and what only one of them says")

    objects = ElementMatchQuerySet.as_manager()

    class Meta:
        verbose_name = "match"
        verbose_name_plural = "matches"
        ordering = ["element__framework", "element__order", "other__order"]
        constraints = [
            models.CheckConstraint(condition=~Q(element=F("other")), name="no_element_matches_itself"),
            models.UniqueConstraint(Least("element", "other"), Greatest("element", "other"), name="one_match_per_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.element} {self.get_kind_display()} {self.other}"

    def clean(self) -> None:
        """Refuse a match inside one framework: a crosswalk leads from one to another."""
        if None not in (self.element_id, self.other_id) and self.element.framework_id == self.other.framework_id:
            raise ValidationError({"other": "Choose an element of another framework."})
