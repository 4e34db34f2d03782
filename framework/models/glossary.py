from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from framework.models.frameworks import Framework


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    def readable(self, frameworks: QuerySet[Framework]) -> GlossaryTermQuerySet:
        """Those for everybody, and those of these frameworks."""
        return self.filter(Q(framework=None) | Q(framework__in=frameworks))


class GlossaryTerm(models.Model):
    """A word of the framework's, explained in a sentence or two; it explains itself where it is first read."""

    term = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, editable=False, allow_unicode=True)
    also = models.CharField(
        "also written", max_length=300, blank=True, help_text="Other words for it, with commas between them"
    )
    explanation = models.TextField(
        max_length=600, validators=[MaxLengthValidator(600)], help_text="One or two plain sentences"
    )
    source = models.CharField(max_length=300, blank=True, help_text="Where the explanation comes from")
    review_on = models.DateField("next review", null=True, blank=True)
    framework = models.ForeignKey(
        Framework,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="glossary",
        help_text="Leave empty if everybody may read it",
    )
    mark_in_text = models.BooleanField(
        "explain it where it is first read", default=True, help_text="Leave this out for everyday words"
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    objects = GlossaryTermQuerySet.as_manager()

    class Meta:
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "slug"], name="one_meaning_per_term_and_framework"),
            models.UniqueConstraint(fields=["slug"], condition=Q(framework=None), name="one_meaning_per_common_term"),
        ]

    def __str__(self) -> str:
        return self.term

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = slug_of(self.term)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        self.slug = slug_of(self.term)
        if not self.slug:
            raise ValidationError({"term": "Write a term with letters or numbers in it."})
        others = GlossaryTerm.objects.filter(slug=self.slug, framework=self.framework).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"term": "This term is in the glossary already. Change that one in place of adding."})

    @property
    def anchor(self) -> str:
        """Return its place on the glossary page."""
        return f"{self.framework.code}-{self.slug}" if self.framework else self.slug

    @property
    def forms(self) -> tuple[str, ...]:
        """Return every way in which it is written, the term itself first."""
        return (self.term, *(form.strip() for form in self.also.split(",") if form.strip()))

    @property
    def initial(self) -> str:
        """Return the letter it stands under."""
        first = self.term[:1].upper()
        return first if first.isalpha() else "0–9"


def slug_of(term: str) -> str:
    return slugify(term, allow_unicode=True)[:100]
