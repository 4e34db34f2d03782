from django.urls import path

from learning.assessment import views

app_name = "assessment"

urlpatterns = [
    path("", views.index, name="index"),
    path("of/<slug:module_slug>/", views.assessment, name="assessment"),
    path("of/<slug:module_slug>/start/", views.start, name="start"),
    path("attempts/<uuid:attempt_id>/", views.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/<int:position>/", views.question, name="question"),
    path("attempts/<uuid:attempt_id>/review/", views.review_answers, name="review"),
    path("attempts/<uuid:attempt_id>/submit/", views.submit, name="submit"),
    path("attempts/<uuid:attempt_id>/outcome/", views.outcome, name="outcome"),
    path("observe/<uuid:person_id>/<int:standard_id>/", views.observe, name="observe"),
    path("observations/<uuid:observation_id>/", views.observation, name="observation"),
    path("awards/<uuid:award_id>/", views.award, name="award"),
    path("awards/<uuid:award_id>/revoke/", views.revoke, name="revoke"),
]

# Under /cms/, where learning/assessment/wagtail_hooks.py puts them.
question_bank_patterns = [
    path("", views.bank.index, name="index"),
    path("<int:module_id>/", views.bank.bank, name="bank"),
    path("<int:module_id>/add/", views.bank.add, name="add"),
    path("<int:module_id>/preview/", views.bank.preview, name="preview"),
    path("<int:module_id>/assessment/", views.bank_settings.settings, name="settings"),
    path("<int:module_id>/export/<slug:kind>/", views.bank_files.export, name="export"),
    path("<int:module_id>/import/", views.bank_files.choose_file, name="import"),
    path("<int:module_id>/import/<uuid:import_id>/", views.bank_files.look_through, name="look_through"),
    path("<int:module_id>/import/<uuid:import_id>/what-to-mend.csv", views.bank_files.problems, name="problems"),
    path("question/<int:question_id>/", views.bank.question, name="question"),
    path("question/<int:question_id>/send/", views.review.send, name="send"),
    path("question/<int:question_id>/take-back/", views.review.back, name="take_back"),
    path("question/<int:question_id>/review/", views.review.review, name="review"),
    path("question/<int:question_id>/history/", views.review.history, name="history"),
    path("question/<int:question_id>/compare/<int:first>/<int:second>/", views.review.compare, name="compare"),
    path("question/<int:question_id>/versions/<int:number>/", views.review.version, name="version"),
    path("question/<int:question_id>/versions/<int:number>/again/", views.review.again, name="again"),
    path("question/<int:question_id>/withdraw/", views.review.withdraw, name="withdraw"),
    path("question/<int:question_id>/bring-back/", views.review.bring_back, name="bring_back"),
    path("question/<int:question_id>/delete/", views.review.delete, name="delete"),
]
coverage_patterns = [
    path("", views.coverage.coverage_index, name="index"),
    path("<slug:framework_code>/", views.coverage.coverage, name="map"),
]
