"""A framework of five hundred competencies: read, taken out and taken in with as few questions as a small one."""

from __future__ import annotations

from framework.actions.exchange import apply_import, preview, snapshot
from framework.exchange.kinds import Content, Record
from framework.models import Competency
from learning.people.models import Unit
from tests.framework.exchange_files import make_framework, read_back

LARGE = make_framework(elements=10, each=50, levels=3, anchors=3)
PAGES = 11
READ = {"/framework/wold/": 19, "/framework/wold/e0/": 25, "/framework/wold/e0/c0x0/": 32, "/framework/": 16}


def test_it_comes_in_goes_out_and_is_read_with_a_bounded_number_of_questions(
    db, asha, signed_in, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30):
        plan = preview(LARGE)
    assert plan.counts["added"] == len(LARGE.records) > 6_000
    with django_assert_max_num_queries(80 + 140 * PAGES):  # Wagtail asks about a hundred to publish a page
        framework = apply_import(plan)
    assert Competency.objects.filter(element__framework=framework).count() == 500
    with django_assert_max_num_queries(20):
        content = snapshot(framework)
    assert read_back(content, "json") == LARGE
    Unit.objects.get(name="Northvale Council").frameworks.add(framework)
    client = signed_in(asha)
    for path, most in READ.items():
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_changing_every_row_is_a_bounded_number_of_statements_too(db, django_assert_max_num_queries):
    framework = apply_import(preview(LARGE))
    words = {"competency": "statement", "standard": "statement", "anchor": "shows"}
    content = Content(
        tuple(
            Record(one.kind, {**one.values, words[one.kind]: "Said anew."}) if one.kind in words else one
            for one in LARGE.records
        )
    )
    with django_assert_max_num_queries(60):
        plan = preview(content)
    assert plan.counts["changed"] == 500 + 1_500 + 4_500
    with django_assert_max_num_queries(150):
        apply_import(plan)
    assert snapshot(framework) == content
