from django.contrib import admin
from treebeard.admin import TreeAdmin
from treebeard.forms import movenodeform_factory

from learning.people.actions import start_post
from learning.people.models import Person, Post, Responsibility, Unit


@admin.register(Unit)
class UnitAdmin(TreeAdmin):
    form = movenodeform_factory(Unit)
    list_display = ["name", "kind"]
    search_fields = ["name"]


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ["name", "hr_id"]
    search_fields = ["name", "hr_id"]


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    list_display = ["person", "role_profile", "unit", "line_manager", "started_on", "ended_on"]
    list_select_related = ["person", "role_profile", "unit", "line_manager"]
    autocomplete_fields = ["person", "line_manager", "unit"]

    def save_model(self, request, obj, form, change):
        """A new post is started as everywhere else, so that its induction begins."""
        if change:
            super().save_model(request, obj, form, change)
            return
        started = start_post(
            obj.person,
            unit=obj.unit,
            role_profile=obj.role_profile,
            line_manager=obj.line_manager,
            started_on=obj.started_on,
        )
        obj.pk = started.pk


@admin.register(Responsibility)
class ResponsibilityAdmin(admin.ModelAdmin):
    list_display = ["person", "kind", "unit", "started_on", "ended_on"]
    list_select_related = ["person", "unit"]
    autocomplete_fields = ["person", "unit"]
