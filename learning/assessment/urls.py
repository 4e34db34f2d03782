from django.urls import path

from learning.assessment import views

app_name = "assessment"

urlpatterns = [
    path("", views.index, name="index"),
    path("of/<slug:module_slug>/", views.assessment, name="assessment"),
    path("of/<slug:module_slug>/start/", views.start, name="start"),
    path("attempts/<uuid:attempt_id>/", views.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/<int:position>/", views.question, name="question"),
    path("attempts/<uuid:attempt_id>/review/", views.review, name="review"),
    path("attempts/<uuid:attempt_id>/submit/", views.submit, name="submit"),
    path("attempts/<uuid:attempt_id>/outcome/", views.outcome, name="outcome"),
    path("observe/<uuid:person_id>/<int:standard_id>/", views.observe, name="observe"),
    path("observations/<uuid:observation_id>/", views.observation, name="observation"),
    path("awards/<uuid:award_id>/", views.award, name="award"),
    path("awards/<uuid:award_id>/revoke/", views.revoke, name="revoke"),
]
