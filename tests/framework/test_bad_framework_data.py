"""What nobody would write by hand is refused as bad input too, not met with an error page."""

import pytest
from django.core.exceptions import ValidationError

from framework import rules
from framework.models import CompetencyLevel, EvidenceRule


@pytest.fixture
def standard(db) -> CompetencyLevel:
    return CompetencyLevel.objects.get(competency__code="masoss-m1", level__code="foundation")


def send(client, standard, expression):
    form = {"competency_level": standard.pk, "version": 2, "expression": expression, "in_force_from": "2027-01-01"}
    return client.post("/cms/evidencerule/new/", form)


@pytest.mark.parametrize("depth", [100, 400, 900, 5_000, 100_000])
def test_a_rule_nested_too_deep_is_refused(priya, signed_in, standard, depth):
    response = send(signed_in(priya), standard, '{"all_of": [' * depth + '{"knowledge": {}}' + "]}" * depth)
    assert response.status_code == 200
    assert response.context["form"].errors["expression"]
    assert EvidenceRule.objects.filter(competency_level=standard).count() == 1


def test_a_rule_as_deep_as_anybody_needs_is_taken(priya, signed_in, standard):
    depth = rules.MOST_NODES - 1
    assert send(signed_in(priya), standard, '{"all_of": [' * depth + '{"knowledge": {}}' + "]}" * depth).url


def test_an_award_holds_for_a_month_at_least(standard):
    standard.validity_months = 0
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        standard.full_clean()
