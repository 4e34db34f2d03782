from django.urls import path

from learning.authoring import views

app_name = "authoring"

urlpatterns = [
    path("<int:page_id>/<int:revision_id>/publish/", views.publish, name="publish"),
    path("<int:page_id>/<int:revision_id>/plan/", views.plan, name="plan"),
    path("superseded/", views.SupersededReport.as_view(), name="superseded"),
    path("superseded/results/", views.SupersededReport.as_view(results_only=True), name="superseded_results"),
]

checks = (
    [
        path("<int:page_id>/<int:revision_id>/", views.check, name="check"),
        path("<int:page_id>/<int:revision_id>/reading/", views.reading, name="reading"),
        path("<int:page_id>/<int:revision_id>/publish/", views.publish_checked, name="publish"),
        path("overrides/", views.OverridesReport.as_view(), name="overrides"),
        path("overrides/results/", views.OverridesReport.as_view(results_only=True), name="overrides_results"),
    ],
    "checks",
)

reviews = (
    [
        path("", views.reviews, name="index"),
        path("<uuid:round_id>/", views.review, name="review"),
        path("<uuid:round_id>/page/", views.draft_page, name="page"),
        path("<uuid:round_id>/say/", views.say_to_reviewers, name="say"),
        path("<uuid:round_id>/manage/", views.manage, name="manage"),
        path("<uuid:round_id>/ask/<int:review_id>/", views.ask, name="ask"),
    ],
    "reviews",
)
