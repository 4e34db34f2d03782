"""Reports in /cms/."""

from __future__ import annotations

from typing import Any

import django_filters
from defusedcsv import csv
from django.core.exceptions import ValidationError
from django.forms import DateInput
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.mixins import Echo
from wagtail.admin.views.reports import ReportView

from learning.authoring.queries.superseded import (
    DUE,
    LEFT,
    NONE_DUE,
    OVERDUE,
    modules_of,
    superseded_completions,
)
from learning.content.models import ModulePage
from learning.enrolment.models import PinnedLesson
from learning.enrolment.models.updates import ChangeClass
from learning.people.queries import local_today

ROWS_A_READ = 2000
UPDATE_STATES = [
    (DUE, "Due"),
    (OVERDUE, "Overdue"),
    (NONE_DUE, "None asked for"),
    (LEFT, "No longer in post"),
]
CHANGES = [(change.value, str(change.label)) for change in (ChangeClass.MATERIAL, ChangeClass.MINOR)]


class ModuleField(django_filters.fields.ModelChoiceField):
    """A choice of a module that takes a number no database can hold as what it is: no module."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value}) from None


class ModuleFilter(django_filters.ModelChoiceFilter):
    field_class = ModuleField


class SupersededFilterSet(WagtailFilterSet):
    module = ModuleFilter(
        field_name="study__module",
        label="Module",
        queryset=lambda request: ModulePage.objects.filter(modules_of(request.user)).order_by("title"),
    )
    lesson = django_filters.CharFilter(field_name="lesson__title", lookup_expr="icontains", label="Lesson")
    missed = django_filters.ChoiceFilter(choices=CHANGES, label="Change since")
    update_state = django_filters.ChoiceFilter(choices=UPDATE_STATES, label="Short update")
    completed_before = django_filters.DateFilter(
        field_name="completed_at",
        lookup_expr="date__lte",
        label="Completed by",
        widget=DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = PinnedLesson
        fields: list[str] = []


class WordColumn(Column):
    """A column that shows a code by its word."""

    def __init__(self, name: str, words: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(name, **options)
        self.words = dict(words)

    def get_value(self, instance: Any) -> str:
        code = super().get_value(instance)
        return self.words.get(code, code)


class UpdateColumn(WordColumn):
    def get_value(self, instance: Any) -> str:
        words = super().get_value(instance)
        return f"{words}: {instance.due_on:%-d %b %Y}" if instance.due_on else words


class Completions(WagtailPaginator):
    verbose_name, verbose_name_plural = "completion", "completions"


class SupersededReport(ReportView):
    """Completions made on a version that has changed since, for the author's own organisations."""

    page_title = "Completions on superseded versions"
    header_icon = "history"
    index_url_name = "authoring:superseded"
    index_results_url_name = "authoring:superseded_results"
    filterset_class = SupersededFilterSet
    default_ordering = "-completed_at"
    paginator_class = Completions
    no_results_message = "Everybody knows the newest version of what they completed, as far as these filters go."
    export_filename = "superseded-completions"
    columns = [
        Column("lesson_title", label="Lesson", sort_key="lesson_title"),
        Column("module_title", label="Module", sort_key="module_title"),
        Column("who", label="Person", sort_key="who"),
        Column("unit_name", label="Team", sort_key="unit_name"),
        DateColumn("completed_at", label="Completed", sort_key="completed_at"),
        Column("read_version", label="Version completed"),
        Column("newest_version", label="Newest version"),
        WordColumn("missed", CHANGES, label="Change since", sort_key="missed"),
        UpdateColumn("update_state", UPDATE_STATES, label="Short update", sort_key="due_on"),
    ]
    list_export = [
        "lesson_title",
        "module_title",
        "who",
        "unit_name",
        "completed_at",
        "read_version",
        "known_version",
        "newest_version",
        "newest_on",
        "missed",
        "update_state",
        "due_on",
    ]
    export_headings = {
        "lesson_title": "Lesson",
        "module_title": "Module",
        "who": "Person",
        "unit_name": "Team",
        "completed_at": "Completed",
        "read_version": "Version completed",
        "known_version": "Version known through an update",
        "newest_version": "Newest version",
        "newest_on": "Newest published",
        "missed": "Change since",
        "update_state": "Short update",
        "due_on": "Update due",
    }

    def get_base_queryset(self) -> Any:
        return superseded_completions(self.request.user, today=local_today())

    def order_queryset(self, queryset: Any) -> Any:
        """Let the newest row decide between equals, so that no row stands on two pages."""
        return queryset.order_by(self.ordering, "-pk")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Find the rows of a page by what they are sorted by, and read only those in full."""
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        found = list(rows.values_list("pk", flat=True))
        read = self.get_base_queryset().in_bulk(found)
        return paginator, page, [read[pk] for pk in found], has_others

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.is_export:
            return self.as_spreadsheet(self.get_filtered_queryset(), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def to_row_dict(self, item: Any) -> Any:
        row = super().to_row_dict(item)
        row["missed"] = dict(CHANGES).get(row["missed"], row["missed"])
        row["update_state"] = dict(UPDATE_STATES)[row["update_state"]]
        return row

    def stream_csv(self, queryset: Any) -> Any:
        """Write the sheet row by row, with nothing in a cell that a spreadsheet would run."""
        writer = csv.DictWriter(Echo(), fieldnames=self.list_export)
        yield writer.writerow({field: self.get_heading(queryset, field) for field in self.list_export})
        for item in queryset.iterator(ROWS_A_READ):
            yield self.write_csv_row(writer, self.to_row_dict(item))

    def write_xlsx(self, queryset: Any, output: Any) -> None:
        super().write_xlsx(_Read(queryset), output)


class _Read:
    """A query that is read in portions and never held as a whole."""

    def __init__(self, queryset: Any) -> None:
        self.queryset = queryset
        self.model = queryset.model

    def __iter__(self) -> Any:
        return self.queryset.iterator(ROWS_A_READ)
