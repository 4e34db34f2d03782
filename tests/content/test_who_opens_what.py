"""Documents, pictures and pages: who opens them, and that nobody gets round the guard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from learning.content.models import LessonPage
from tests.stories import module


@pytest.fixture
def hand_out(db):
    """A document that the first lesson of Mindset uses."""
    document = get_document_model().objects.create(
        title="Hand-out", file=ContentFile(b"For Northvale only", name="hand-out.txt")
    )
    yield document
    document.file.storage.delete(document.file.name)


@pytest.fixture
def in_a_lesson(hand_out) -> LessonPage:
    page = LessonPage.objects.child_of(module("mindset")).order_by("path").first()
    raw = [*page.body.raw_data, {"type": "document", "value": {"document": hand_out.pk, "title": "Hand-out"}}]
    page.body = json.dumps([dict(block) for block in raw])
    page.save_revision().publish()
    return page


def address(document) -> str:
    return reverse("wagtaildocs_serve", args=[document.pk, document.filename])


@pytest.mark.parametrize(("name", "status"), [("asha", 200), ("omar", 200), ("priya", 200), ("sam", 404)])
def test_a_document_opens_for_those_who_may_open_a_lesson_with_it(
    in_a_lesson, hand_out, signed_in, request, name, status
):
    response = signed_in(request.getfixturevalue(name)).get(address(hand_out))
    assert response.status_code == status


def test_a_stranger_is_sent_to_sign_in_before_a_document(in_a_lesson, hand_out):
    response = Client().get(address(hand_out))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=/documents/")


@pytest.mark.parametrize(("name", "status"), [("asha", 404), ("priya", 200), ("sam", 404)])
def test_a_document_that_no_lesson_uses_opens_for_authors_only(hand_out, signed_in, request, name, status):
    assert signed_in(request.getfixturevalue(name)).get(address(hand_out)).status_code == status


def test_a_document_closes_with_the_lesson_that_is_taken_offline(in_a_lesson, hand_out, asha, signed_in):
    client = signed_in(asha)
    assert client.get(address(hand_out)).status_code == 200
    in_a_lesson.unpublish()
    assert client.get(address(hand_out)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "documents/{name}",
        "images/../documents/{name}",
        "original_images/../documents/{name}",
        "images/./../documents/{name}",
        "images//../documents/{name}",
        "./documents/{name}",
    ],
)
def test_a_document_cannot_be_had_through_the_pictures(hand_out, path):
    name = Path(hand_out.file.name).name
    assert (Path(settings.MEDIA_ROOT) / "documents" / name).exists()
    assert Client().get("/media/" + path.format(name=name)).status_code == 404


def test_a_picture_is_served_so_that_nothing_in_it_runs(db):
    picture = get_image_model().objects.first()
    response = Client().get(f"/media/{picture.file.name}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["images/nothing.png", "images/", "images", "images/..", "../secret", "x/y.png"])
def test_a_picture_that_is_not_there_is_not_found(db, path):
    assert Client().get(f"/media/{path}").status_code == 404
