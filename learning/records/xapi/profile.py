"""The words of our statements. Each IRI stands here once; docs/reference/xapi-profile.md says what they mean.

Sources: ADL vocabulary, TLA/ADL Learner Competency Management 1.0, cmi5 for progress (xAPI 1.0.3, Experience API).
"""

from typing import Any

VERSION = "1.0.3"
PLATFORM = "Golden Thread"
LANGUAGE = "en-GB"

ADL = "http://adlnet.gov/expapi/verbs/"
TLA = "https://w3id.org/xapi/tla/verbs/"

REGISTERED = ADL + "registered"
ATTEMPTED = ADL + "attempted"
ANSWERED = ADL + "answered"
COMPLETED = ADL + "completed"
PASSED = ADL + "passed"
FAILED = ADL + "failed"
INTERACTED = ADL + "interacted"
PREFERRED = ADL + "preferred"
VOIDED = ADL + "voided"
ACHIEVED = TLA + "achieved"
EXPIRED = TLA + "expired"
FORFEITED = TLA + "forfeited"

VERBS = {
    REGISTERED: "registered",
    ATTEMPTED: "attempted",
    ANSWERED: "answered",
    COMPLETED: "completed",
    PASSED: "passed",
    FAILED: "did not pass yet",
    INTERACTED: "interacted",
    PREFERRED: "chose",
    VOIDED: "voided",
    ACHIEVED: "achieved",
    EXPIRED: "expired",
    FORFEITED: "forfeited",
}

ADL_TYPE = "http://adlnet.gov/expapi/activities/"
COURSE = ADL_TYPE + "course"
MODULE = ADL_TYPE + "module"
LESSON = ADL_TYPE + "lesson"
ASSESSMENT = ADL_TYPE + "assessment"
INTERACTION = ADL_TYPE + "cmi.interaction"
PERFORMANCE = ADL_TYPE + "performance"
PROFILE = ADL_TYPE + "profile"
COMPETENCY = "https://w3id.org/xapi/tla/activity-types/competency"
REFLECTION = "http://id.tincanapi.com/activitytype/reflection"
UPDATE = "lesson-update"  # ours: see own_type
TYPES = {
    COURSE: "pathway",
    MODULE: "module",
    LESSON: "lesson",
    ASSESSMENT: "assessment",
    INTERACTION: "question",
    PERFORMANCE: "observed practice",
    PROFILE: "profile",
    COMPETENCY: "competency",
    REFLECTION: "reflection",
    UPDATE: "lesson update",
}

LEARNER_COMPETENCY = "https://w3id.org/xapi/learnercompetency"
EXPIRES = "https://w3id.org/xapi/comp/contextextensions/expires"


def framework_type(base: str) -> str:
    return f"{base}/xapi/activity-types/competency-framework"


def update_type(base: str) -> str:
    return own_type(base, UPDATE)


def own_type(base: str, kind: str) -> str:
    """Return the IRI of an activity type; those of our own vocabulary stand under the installation's address."""
    return kind if "://" in kind else f"{base}/xapi/activity-types/{kind}"


def profile_id(base: str) -> str:
    return f"{base}/xapi/profile/v1"


def level_extension(base: str) -> str:
    return f"{base}/xapi/extensions/level"


def profile_document(base: str) -> dict[str, Any]:
    """Return our profile as the xAPI profiles specification asks for it: concepts and statement templates."""
    return {
        "@context": "https://w3id.org/xapi/profiles/context",
        "id": f"{base}/xapi/profile",
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": {"en": "Golden Thread: induction, assessment and competency in adult social care"},
        "definition": {
            "en": "Statements about learning, observed practice and awarded competency. Actors are pseudonyms."
        },
        "author": {"type": "Organization", "name": PLATFORM},
        "versions": [{"id": profile_id(base), "generatedAtTime": "2026-11-22T00:00:00Z"}],
        "concepts": [*_type_concepts(base), _level_concept(base)],
        "templates": [_template(base, *template) for template in TEMPLATES],
    }


# name, verb, object type, what it tells
TEMPLATES = [
    ("pathway-started", REGISTERED, COURSE, "Somebody is put on a pathway such as an induction."),
    ("pathway-completed", COMPLETED, COURSE, "Every item of the pathway is done."),
    ("module-started", ATTEMPTED, MODULE, "A module is begun."),
    ("lesson-completed", COMPLETED, LESSON, "A lesson is finished."),
    ("module-completed", COMPLETED, MODULE, "Every lesson of the module is finished."),
    (
        "check-answered",
        ANSWERED,
        INTERACTION,
        "A knowledge check, or a question of a submitted attempt, is answered.",
    ),
    (
        "update-completed",
        COMPLETED,
        UPDATE,
        "What changed in a lesson since it was completed was read. The lesson's completion stays.",
    ),
    ("reflection-written", INTERACTED, REFLECTION, "A reflection was written. Its text is never sent."),
    ("scenario-choice-made", PREFERRED, INTERACTION, "A way on was chosen in a branching scenario. None is right."),
    ("assessment-started", ATTEMPTED, ASSESSMENT, "An attempt is begun."),
    ("assessment-passed", PASSED, ASSESSMENT, "An attempt reached the pass mark."),
    ("assessment-not-yet-passed", FAILED, ASSESSMENT, "An attempt did not reach the pass mark yet."),
    (
        "practice-competent",
        PASSED,
        PERFORMANCE,
        "Observed practice was judged competent; the instructor is the assessor.",
    ),
    ("practice-not-yet", FAILED, PERFORMANCE, "Observed practice was judged not yet competent."),
    ("competency-achieved", ACHIEVED, COMPETENCY, "A competency completion: the evidence rule is met."),
    ("competency-expired", EXPIRED, COMPETENCY, "An award's last day has passed."),
    ("competency-forfeited", FORFEITED, COMPETENCY, "An award was taken back."),
]


def _type_concepts(base: str) -> list[dict[str, Any]]:
    return [
        _type_concept(
            base, framework_type(base), "competency framework", "A practice framework whose competencies are awarded."
        ),
        _type_concept(
            base, update_type(base), "lesson update", "What changed in a lesson, for people who completed it before."
        ),
    ]


def _type_concept(base: str, iri: str, label: str, definition: str) -> dict[str, Any]:
    return {
        "id": iri,
        "inScheme": profile_id(base),
        "type": "ActivityType",
        "prefLabel": {"en": label},
        "definition": {"en": definition},
    }


def _level_concept(base: str) -> dict[str, Any]:
    return {
        "id": level_extension(base),
        "inScheme": profile_id(base),
        "type": "ContextExtension",
        "prefLabel": {"en": "level"},
        "definition": {"en": "The level of the competency, by its code."},
        "inlineSchema": '{"type": "string"}',
    }


def _template(base: str, name: str, verb: str, object_type: str, tells: str) -> dict[str, Any]:
    return {
        "id": f"{profile_id(base)}#{name}",
        "inScheme": profile_id(base),
        "type": "StatementTemplate",
        "prefLabel": {"en": name},
        "definition": {"en": tells},
        "verb": verb,
        "objectActivityType": own_type(base, object_type),
        "rules": [{"location": "$.actor.account.name", "presence": "included"}],
    }
