"""Foreign keys written as strings escape the import contracts, so the models themselves are walked."""

from django.apps import apps

HOUSE = [
    "readiness",
    "records",
    "sharing",
    "authoring",
    "assessment",
    "enrolment",
    "site_search",
    "content",
    "jobs",
    "people",
    "outbox",
    "framework",
]


def test_no_foreign_key_points_up():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in HOUSE
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and getattr(field.related_model, "_meta", None)
        if field.model is model  # not what Wagtail's own Page brings along
        if field.related_model._meta.app_label in HOUSE
        if HOUSE.index(field.related_model._meta.app_label) < HOUSE.index(model._meta.app_label)
    ]
    assert not upward


def test_every_model_of_ours_lives_in_a_room_of_the_house():
    ours = [model for model in apps.get_models() if model.__module__.startswith(("learning", "framework"))]
    assert {model._meta.app_label for model in ours} <= set(HOUSE)
