from django.contrib import admin

from learning.jobs.models import Job
from learning.outbox.admin import ReadOnlyAdmin


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["made_at", "kind", "state", "attempts", "ended_at"]
    list_filter = ["state", "kind"]
    exclude = ["result", "arguments"]
    show_full_result_count = False
