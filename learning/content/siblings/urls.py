from django.urls import path

from learning.content.siblings import views

app_name = "siblings"

urlpatterns = [
    path("", views.StepReport.as_view(), name="report"),
    path("results/", views.StepReport.as_view(results_only=True), name="report_results"),
    path("make/<int:page_id>/<slug:kind>/", views.make, name="make"),
    path("<int:sibling_id>/step/", views.step, name="step"),
]
