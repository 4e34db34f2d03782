from django.urls import path

from learning.content import views

app_name = "content"

urlpatterns = [
    path("framework/handbook/", views.handbook, name="handbook"),
    path("framework/handbook/<slug:framework>/", views.choose_handbook, name="choose_handbook"),
    path("framework/handbook/<slug:framework>/print/", views.print_handbook, name="print_handbook"),
    path("framework/crosswalk/", views.crosswalks, name="crosswalks"),
    path("framework/crosswalk/<slug:one>/<slug:other>/", views.crosswalk, name="crosswalk"),
    path("media/<path:path>", views.picture, name="picture"),
    path("framework/glossary/", views.glossary, name="glossary"),
    path("framework/co-production/", views.ledger, name="ledger"),
    path("framework/co-production/<slug:token>/", views.contribute, name="contribute"),
]
