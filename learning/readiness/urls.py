from django.urls import path

from learning.readiness import views

app_name = "readiness"

urlpatterns = [
    path("", views.home, name="home"),
    path("readiness/", views.index, name="index"),
    path("readiness/co-production/", views.co_production, name="co_production"),
    path("readiness/units/<uuid:unit_id>/", views.unit, name="unit"),
    path("readiness/units/<uuid:unit_id>/people/", views.people, name="people"),
    path("readiness/units/<uuid:unit_id>/competencies/<slug:code>/", views.competency, name="competency"),
    path("readiness/people/<uuid:person_id>/", views.person, name="person"),
    path("readiness/people/<uuid:person_id>/competencies/<slug:code>/", views.proof, name="proof"),
]
