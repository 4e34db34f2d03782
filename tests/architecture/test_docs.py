"""What the documents say exists, exists; what exists, they name."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
OURS = ("learning.", "framework")


def table_names(document: str) -> set[str]:
    """Return the names in backticks that stand in the first column of a document's tables."""
    rows = re.findall(r"^\| (`[^|]+) \|", (ROOT / document).read_text(), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-zA-Z_]+)[^`]*`", row)}


def variables_read() -> set[str]:
    sources = (ROOT / "config").rglob("*.py")
    calls = r"(?:environment\.\w+|database_settings)\(\s*\"([A-Z_]+)\""
    return {name for source in sources for name in re.findall(calls, source.read_text())}


def test_every_environment_variable_is_documented_and_every_documented_one_is_read():
    assert table_names("docs/reference/environment.md") - {"TEST_BROKER_URL"} == variables_read()


def test_every_command_is_documented_and_every_documented_one_exists():
    ours = {name for name, app in get_commands().items() if str(app).startswith(OURS)}
    assert table_names("docs/reference/commands.md") == ours


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_path_in_a_document_leads_somewhere(document):
    text = document.read_text()
    links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text)
    paths = re.findall(
        r"`((?:learning|framework|templates|tests|docs|config|bin|benchmarks|fixtures|static)/[\w./-]+)`", text
    )
    lost = [link for link in links if not (document.parent / link).exists()]
    lost += [path for path in paths if not (ROOT / path).exists()]
    assert lost == []
