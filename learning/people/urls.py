from django.urls import path

from learning.people import views

app_name = "people"

urlpatterns = [
    path("accounts/email/", views.organisation_decides, name="email"),
    path("accounts/token/", views.form_token, name="form_token"),
    path("language/", views.language, name="language"),
    path("language/words.js", views.words, name="words"),
    path("cms/login/", views.one_door, name="cms_login"),
    path("django-admin/login/", views.one_door, name="django_admin_login"),
    path("_util/login/", views.one_door, name="page_login"),
]
