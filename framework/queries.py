from framework.models import Competency, CompetencyLevel, Level


def standard_for(competency: Competency, level: Level) -> CompetencyLevel | None:
    """Return what a competency asks for at a level; None when it is not defined there."""
    found: CompetencyLevel | None = (
        CompetencyLevel.objects.filter(competency=competency, level=level)
        .select_related("competency__element", "level")
        .prefetch_related("evidence_rules", "anchors")
        .first()
    )
    return found
