"""Step 5: each fact becomes an xAPI statement that she can read, keep and take away."""

import json
import re
from io import StringIO

from django.core.management import call_command
from playwright.sync_api import expect
from ralph.models.xapi.base.statements import BaseXapiStatement

from learning.records.models import Statement
from tests.journeys.newcomers import SECOND, new_starter, person_called
from tests.stories import observe, pass_assessment, study_all


def test_what_she_did_is_told_in_statements_that_anybody_can_validate(site, device):
    kora = new_starter("Kora Lind")
    study_all(kora.person, SECOND)
    pass_assessment(kora.person, SECOND)
    observe(kora.person, "masoss-m2", assessor=person_called("omar"))

    hers = device()
    hers.sign_in(kora.email)
    page = hers.go("/record/")
    expect(page.get_by_role("link", name="M2 Build hope and a positive mindset").first).to_be_visible()
    hers.look("record")
    with page.expect_download() as download:
        page.get_by_role("link", name="My xAPI statements as a file").click()
    lines = [json.loads(line) for line in download.value.path().read_text(encoding="utf-8").splitlines()]
    assert {line["verb"]["id"].rsplit("/", 1)[1] for line in lines} >= {"achieved", "passed", "completed", "answered"}
    for line in lines:
        BaseXapiStatement.model_validate(line)
        assert "Kora" not in json.dumps(line)
        assert "example.org" not in json.dumps(line)

    page.get_by_role("link", name="Look through my xAPI statements").click()
    hers.look("statements")
    page.get_by_role("link", name=re.compile("You achieved")).first.click()
    expect(page.get_by_text("The actor is a random number")).to_be_visible()
    hers.look("statement")
    page.get_by_role("link", name="The line of the framework").click()
    expect(page.get_by_role("heading", name=re.compile("^M"), level=1)).to_be_visible()
    hers.look("competency")


def test_the_whole_export_validates_with_a_library_we_did_not_write(site):
    out = StringIO()
    call_command("export_statements", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == Statement.objects.count() > 250
    for line in lines:
        BaseXapiStatement.model_validate(json.loads(line))
