from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from framework.models import Element, Framework, RoleProfile
from learning.people.models import Account, Unit
from learning.people.permissions import frameworks_open_to, organisations_of


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def open_to(self, account: Account) -> SearchEntryQuerySet:
        """Those whose page the account may read: its organisations' learning, and what belongs to its frameworks."""
        organisations = set(organisations_of(account).values_list("pk", flat=True))
        frameworks = set(frameworks_open_to(account).values_list("pk", flat=True))
        of_my_frameworks = SearchEntry.frameworks.through.objects.filter(framework__in=frameworks)
        return self.filter(
            Q(organisation__in=organisations)
            | Q(for_everybody=True)
            | Q(pk__in=of_my_frameworks.values("searchentry"), organisation=None)
        )


class SearchEntry(index.Indexed, models.Model):
    """One thing that can be found: what it says, where it stands, and what it can be narrowed down by."""

    class Kind(models.TextChoices):
        FRAMEWORK = "FRAMEWORK", _("Framework")
        COMPETENCY = "COMPETENCY", _("Competency")
        TOOL = "TOOL", _("Tool")
        CASE_STUDY = "CASE_STUDY", _("See it done")
        PRACTICE_MODEL = "PRACTICE_MODEL", _("Practice model")
        TERM = "TERM", _("Glossary")
        MODULE = "MODULE", _("Module")
        LESSON = "LESSON", _("Lesson")

    is_derived = True

    key = models.CharField(max_length=100, unique=True, help_text="What it is an entry of, such as page:12")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    organisation = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    frameworks = models.ManyToManyField(Framework, blank=True, related_name="+")
    for_everybody = models.BooleanField(default=False)
    elements = models.ManyToManyField(Element, blank=True, related_name="+")
    role_profiles = models.ManyToManyField(RoleProfile, blank=True, related_name="+")
    at_home = models.BooleanField(default=False)
    in_residential_care = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = SearchEntryQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=6),
        index.SearchField("summary", boost=2),
        index.SearchField("text"),
        index.FilterField("id"),
    ]

    class Meta:
        verbose_name_plural = "search entries"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that stands in some entry: what a misspelt one may have meant."""

    word = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.word
