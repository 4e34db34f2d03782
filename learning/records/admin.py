from django.contrib import admin

from learning.outbox.admin import ReadOnlyAdmin
from learning.records.actions.forward import send_refused_again
from learning.records.models import Forwarding, RecordStore, Statement


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin):
    list_display = ["stored_at", "verb", "object_id", "id"]
    show_full_result_count = False


@admin.register(Forwarding)
class ForwardingAdmin(ReadOnlyAdmin):
    list_display = ["statement", "state", "attempts", "last_status", "next_attempt_at"]
    list_filter = ["state"]
    list_select_related = ["statement"]
    actions = ["send_again"]
    show_full_result_count = False

    @admin.action(description="Send every refused statement again", permissions=["view"])
    def send_again(self, request, queryset):
        self.message_user(request, f"{send_refused_again()} statements will be sent again.")


@admin.register(RecordStore)
class RecordStoreAdmin(ReadOnlyAdmin):
    list_display = ["endpoint", "paused_until", "problem"]
