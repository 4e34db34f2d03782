from django.urls import path

from learning.authoring.starting import views

app_name = "starting"

urlpatterns = [
    path("", views.begin, name="begin"),
    path("<int:module_id>/", views.left, name="left"),
]
