"""Addresses under /cms/ for taking frameworks in and out."""

from django.urls import path

from framework import views

urlpatterns = [
    path("framework-import/", views.choose_import, name="framework_import"),
    path("framework-import/<uuid:uuid>/", views.review_import, name="framework_import_review"),
    path("framework-export/", views.choose_export, name="framework_export"),
    path("framework-export/<slug:code>/<slug:form>/", views.export_file, name="framework_export_file"),
]
