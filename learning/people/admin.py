from http import HTTPStatus

from django import forms
from django.contrib import admin
from django.db import transaction
from treebeard.admin import TreeAdmin
from treebeard.forms import movenodeform_factory

from learning.outbox.actions import post_event
from learning.people.actions import end_post, start_post
from learning.people.events import UnitMoved
from learning.people.models import Person, Post, Responsibility, Unit


@admin.register(Unit)
class UnitAdmin(TreeAdmin):
    form = movenodeform_factory(Unit)
    list_display = ["name", "kind"]
    search_fields = ["name"]

    def save_form(self, request, form, change):
        """Note where the unit stood: treebeard moves it while the form is read."""
        form.stood_at = Unit.objects.filter(pk=form.instance.pk).values_list("path", flat=True).first()
        return super().save_form(request, form, change)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and Unit.objects.get(pk=obj.pk).path != form.stood_at:
            post_event(UnitMoved(unit_id=obj.pk))

    @transaction.atomic
    def try_to_move_node(self, as_child, node, pos, request, target):
        answer = super().try_to_move_node(as_child, node, pos, request, target)
        if answer.status_code == HTTPStatus.OK:
            post_event(UnitMoved(unit_id=node.pk))
        return answer


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ["name", "hr_id"]
    search_fields = ["name", "hr_id"]


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ["person", "unit", "role_profile", "line_manager", "started_on", "ended_on"]

    def clean_ended_on(self):
        """A last day can be corrected, but what has been told as ended is not opened again."""
        ended_on = self.cleaned_data["ended_on"]
        if self.initial.get("ended_on") and ended_on is None:
            raise forms.ValidationError("This post has ended. Write another last day, or start a new post.")
        return ended_on


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    """A post is a fact: it is started and ended as everywhere else, so that inductions and figures follow."""

    form = PostForm
    list_display = ["person", "role_profile", "unit", "line_manager", "started_on", "ended_on"]
    list_select_related = ["person", "role_profile", "unit", "line_manager"]
    autocomplete_fields = ["person", "line_manager", "unit"]

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else ["person", "unit", "role_profile", "started_on"]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        ended_on = obj.ended_on
        if change:
            super().save_model(request, obj, form, change)
        else:
            started = start_post(
                obj.person,
                unit=obj.unit,
                role_profile=obj.role_profile,
                line_manager=obj.line_manager,
                started_on=obj.started_on,
            )
            obj.pk = started.pk
        if ended_on and "ended_on" in form.changed_data:
            end_post(obj, ended_on=ended_on)


@admin.register(Responsibility)
class ResponsibilityAdmin(admin.ModelAdmin):
    list_display = ["person", "kind", "unit", "started_on", "ended_on"]
    list_select_related = ["person", "unit"]
    autocomplete_fields = ["person", "unit"]
