"""Whether the process is up, and whether it can serve: database, migrations, and how long the outbox has waited."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.outbox.models import Delivery

LONGEST_WAIT = timedelta(minutes=10)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("up\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when everything works and 503 when not, with one word for each part."""
    checks = {"database": _database, "migrations": _migrations, "queue": _queue}
    found = {}
    for name, check in checks.items():
        try:
            found[name] = check()
        except DatabaseError:
            found[name] = "cannot be reached"
    is_ready = all(word == "ok" for word in found.values())
    return JsonResponse(found, status=200 if is_ready else 503)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def _queue() -> str:
    oldest = (
        Delivery.objects.owed().filter(attempts=0).order_by("pk").values_list("event__occurred_at", flat=True).first()
    )
    return "lagging" if oldest and timezone.now() - oldest > LONGEST_WAIT else "ok"
