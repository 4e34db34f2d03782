"""Everything that changes the framework outside its editor."""

from framework.actions.case_studies import load_case_studies, read_case_studies_file
from framework.actions.catalogue import load_crosswalk, load_practice_models, read_list_file
from framework.actions.co_production import (
    AlreadyDecided,
    InvitationClosed,
    SentForAnother,
    WordsGiven,
    accept_contribution,
    decline_contribution,
    offer_contribution,
)
from framework.actions.frameworks import (
    FrameworkFileError,
    load_framework,
    make_framework_pages,
    read_framework_file,
    review_fields,
    set_evidence_rule,
)
from framework.actions.glossary import load_glossary, read_glossary_file
from framework.actions.tools import load_tools, read_tools_file

__all__ = [
    "AlreadyDecided",
    "FrameworkFileError",
    "InvitationClosed",
    "SentForAnother",
    "WordsGiven",
    "accept_contribution",
    "decline_contribution",
    "load_case_studies",
    "load_crosswalk",
    "load_framework",
    "load_glossary",
    "load_practice_models",
    "load_tools",
    "make_framework_pages",
    "offer_contribution",
    "read_case_studies_file",
    "read_framework_file",
    "read_glossary_file",
    "read_list_file",
    "read_tools_file",
    "review_fields",
    "set_evidence_rule",
]
