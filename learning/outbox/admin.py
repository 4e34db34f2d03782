from django.contrib import admin

from learning.outbox.models import Delivery, Event


class ReadOnlyAdmin(admin.ModelAdmin):
    """Facts are looked at here, never edited."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["occurred_at", "name", "uuid"]
    list_filter = ["name"]
    show_full_result_count = False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["event", "subscriber", "attempts", "delivered_at", "next_attempt_at"]
    list_filter = ["subscriber", ("delivered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["event"]
    show_full_result_count = False
