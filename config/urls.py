"""Every address of the site. Rooms own theirs; Wagtail's catch-all stands last."""

from django.contrib import admin
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import health
from learning.authoring.urls import reviews
from learning.sharing.urls import offered

urlpatterns = [
    path("", include("learning.readiness.urls")),
    path("", include("learning.enrolment.urls")),
    path("", include("learning.search.urls")),
    path("", include("learning.content.urls")),
    path("", include("learning.people.urls")),
    path("", include("learning.records.urls")),
    path("reviews/", include(reviews)),
    path("packs/", include(offered)),
    path("assessment/", include("learning.assessment.urls")),
    path("jobs/", include("learning.jobs.urls")),
    path("accounts/", include("allauth.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("documents/", include(wagtaildocs_urls)),
    path("cms/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("", include(wagtail_urls)),
]
