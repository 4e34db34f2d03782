"""A job's pages are for who asked: how far it is, its result, what to do when it stopped. For others there is none."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.base import ContentFile

from learning.jobs.actions import MOST_AT_ONCE, start_job
from learning.jobs.models import Job
from tests.jobs.kinds import known


def ashas_job(asha, **fields) -> Job:
    return Job.objects.create(kind="tests.paper", asked_by=asha, **fields)


def done_job(asha, content: bytes = b"x") -> Job:
    row = ashas_job(asha, state="DONE", result_type="application/pdf")
    row.result.save("paper.pdf", ContentFile(content))
    return row


def text_of(response) -> str:
    return response.content.decode()


def test_the_list_is_empty_then_holds_mine_and_nobody_elses(asha, priya, signed_in):
    client = signed_in(asha)
    assert "Nothing yet" in text_of(client.get("/jobs/"))
    ashas_job(asha, message="Mine")
    ashas_job(priya, message="Hers")
    page = text_of(client.get("/jobs/"))
    assert "Mine" in page
    assert "Hers" not in page


def test_the_list_has_pages_and_few_questions(asha, signed_in, django_assert_max_num_queries):
    Job.objects.bulk_create([Job(kind="x", asked_by=asha, state="DONE") for _ in range(45)])
    client = signed_in(asha)
    client.get("/jobs/")
    with django_assert_max_num_queries(8):
        page = text_of(client.get("/jobs/?page=3"))
    assert "Page 3 of 3" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "WAITING"}, "Waiting for its turn"),
        ({"state": "RUNNING", "done": 2, "of": 8, "message": "Mindset"}, "Step 2 of 8: Mindset"),
        (
            {"state": "RUNNING", "done": 2, "of": 8},
            '<progress class="gt-job__bar" aria-labelledby="job-title" max="100" value="25">',
        ),
        ({"state": "RUNNING"}, "Just begun"),
        ({"state": "CANCELLED"}, "You cancelled it"),
        ({"state": "FAILED", "message": "Choose fewer elements."}, "Choose fewer elements."),
        ({"state": "DONE"}, "It is ready"),
    ],
)
def test_the_page_says_how_it_stands(asha, signed_in, fields, words):
    row = ashas_job(asha, **fields)
    page = text_of(signed_in(asha).get(f"/jobs/{row.uuid}/"))
    assert words in page
    assert ("It is safe to leave" in page) == row.is_active
    assert ("hx-get" in page) == row.is_active, "what has ended is not asked for again"
    assert ("Try again" in page) == (row.state in {"FAILED", "CANCELLED"})


def test_htmx_is_given_only_what_changes(asha, signed_in):
    row = ashas_job(asha)
    part = text_of(signed_in(asha).get(f"/jobs/{row.uuid}/", headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert part.strip().startswith('<div class="gt-card gt-job"')


def test_the_result_goes_only_to_who_asked(asha, priya, sam, signed_in):
    row = done_job(asha, b"%PDF- what Asha asked for")
    response = signed_in(asha).get(f"/jobs/{row.uuid}/result/")
    assert b"".join(response.streaming_content) == b"%PDF- what Asha asked for"
    assert response["Content-Disposition"] == 'attachment; filename="paper.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    for other in (priya, sam):
        client = signed_in(other)
        assert [client.get(f"/jobs/{row.uuid}/{end}").status_code for end in ("", "result/")] == [404, 404]
        assert [client.post(f"/jobs/{row.uuid}/{end}").status_code for end in ("cancel/", "again/")] == [404, 404]


def test_no_other_address_leads_to_the_file(asha, signed_in):
    row = done_job(asha)
    client = signed_in(asha)
    for path in (row.result.url, f"/media/../private/{row.result.name}", f"/static/{row.result.name}"):
        assert client.get(path).status_code == 404


def test_a_file_that_is_gone_says_so(asha, signed_in):
    row = done_job(asha)
    row.result.storage.delete(row.result.name)
    client = signed_in(asha)
    assert client.get(f"/jobs/{row.uuid}/").status_code == 200
    assert "The file is not here any more" in text_of(client.get(f"/jobs/{row.uuid}/result/", follow=True))


def test_there_is_no_result_before_the_end(asha, signed_in):
    row = ashas_job(asha)
    assert signed_in(asha).get(f"/jobs/{row.uuid}/result/").url == f"/jobs/{row.uuid}/"


def test_asha_cancels_and_asks_again(asha, signed_in):
    with known() as kind:
        row = start_job(asha, kind, {"a": 1})
        client = signed_in(asha)
        assert "You cancelled it" in text_of(client.post(f"/jobs/{row.uuid}/cancel/", follow=True))
        assert "There was nothing to cancel any more" in text_of(client.post(f"/jobs/{row.uuid}/cancel/", follow=True))
        answer = client.post(f"/jobs/{row.uuid}/again/")
    new = Job.objects.exclude(pk=row.pk).get(asked_by=asha)
    assert answer.url == f"/jobs/{new.uuid}/"


def test_asking_again_stops_at_five(asha, signed_in):
    old = ashas_job(asha, state="FAILED")
    for number in range(MOST_AT_ONCE):
        ashas_job(asha, arguments={"number": number})
    assert "Wait until one is ready" in text_of(signed_in(asha).post(f"/jobs/{old.uuid}/again/", follow=True))


def test_words_of_a_handler_are_shown_and_not_run(asha, signed_in):
    row = ashas_job(asha, state="FAILED", message="<script>alert(1)</script>")
    assert "&lt;script&gt;" in text_of(signed_in(asha).get(f"/jobs/{row.uuid}/"))


def test_a_job_that_nobody_asked_for_is_not_found(asha, signed_in):
    assert signed_in(asha).get(f"/jobs/{uuid.uuid4()}/").status_code == 404
