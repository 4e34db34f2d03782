from django.urls import path

from learning.content import views

app_name = "content"

urlpatterns = [
    path("media/<path:path>", views.picture, name="picture"),
]
