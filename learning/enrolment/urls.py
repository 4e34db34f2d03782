from django.urls import path

from learning.enrolment import views

app_name = "enrolment"

urlpatterns = [
    path("induction/", views.induction, name="induction"),
    path("learning/", views.catalogue, name="catalogue"),
    path("learning/<slug:slug>/", views.module, name="module"),
    path("learning/<slug:slug>/start/", views.start, name="start"),
    path("learning/<slug:module_slug>/<slug:slug>/", views.lesson, name="lesson"),
    path("learning/<slug:module_slug>/<slug:slug>/position/", views.position, name="position"),
    path("learning/<slug:module_slug>/<slug:slug>/complete/", views.complete, name="complete"),
    path("learning/<slug:module_slug>/<slug:slug>/take/", views.take, name="take"),
    path("learning/<slug:module_slug>/<slug:slug>/keep/", views.keep, name="keep"),
    path("learning/<slug:module_slug>/<slug:slug>/changes/", views.changes, name="changes"),
    path("learning/<slug:module_slug>/<slug:slug>/answers/<slug:block_id>/", views.answer, name="answer"),
]
