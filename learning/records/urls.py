from django.urls import path

from learning.records import views

app_name = "records"

urlpatterns = [
    path("record/", views.record, name="record"),
    path("record/export.csv", views.record_csv, name="record_csv"),
    path("record/statements/", views.statements, name="statements"),
    path("record/statements/export.jsonl", views.statements_jsonl, name="statements_jsonl"),
    path("record/statements/<uuid:statement_id>/", views.statement, name="statement"),
    path("xapi/profile", views.xapi_profile, name="xapi_profile"),
    path("xapi/profile/v1", views.xapi_profile, name="xapi_profile_v1"),
]
