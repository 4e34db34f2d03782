"""An example of each block, shown to authors before they choose one. Every person in them is made up."""

from __future__ import annotations

from typing import Any

Value = dict[str, Any]

HEADING = "What a good first visit needs"
TEXT = "<p>Start with what the person does well.</p><ul><li>Listen first.</li><li>Write down their words.</li></ul>"
CALLOUT: Value = {
    "kind": "remember",
    "title": "The person leads",
    "html": "<p>Ask before you help, and wait for the answer.</p>",
}
QUOTATION: Value = {"text": "Nobody had asked me that before.", "who": "A made-up example", "source": "A first visit"}
WORKED_EXAMPLE: Value = {
    "setting": "home",
    "title": "Kenneth and the pub quiz",
    "situation": "<p>Kenneth, 52, has gone quiet. His record lists what he cannot do.</p>",
    "first_thought": "<p>Offer a day centre, because there is a place.</p>",
    "strengths_led": "<p>Meera asks what he was doing the last time he lost track of time.</p>",
    "result": "<p>He writes the quiz again, twice a month.</p>",
    "ask_yourself": ["What did Meera ask that the record did not?"],
}
STEPS: Value = {
    "title": "From a hope to a small step",
    "steps": [
        {"title": "Name the hope", "html": "<p>Keep the person’s own words.</p>"},
        {"title": "Find the first step", "html": "<p>Small enough for this week.</p>"},
    ],
}
ACCORDION: Value = {
    "title": "Who may be on the team",
    "sections": [
        {"title": "Care worker", "html": "<p>Sees how the days really go.</p>"},
        {"title": "Occupational therapist", "html": "<p>Helps people do the daily things that matter to them.</p>"},
    ],
}
TABS: Value = {
    "title": "One morning, two views",
    "tabs": [
        {"title": "Delroy", "html": "<p>“I want to wash myself, and rest after.”</p>"},
        {"title": "His nurse", "html": "<p>“His hip needs him to shift his weight every hour.”</p>"},
    ],
}
COMPARISON: Value = {
    "title": "Two ways to begin",
    "left_title": "Service-led",
    "right_title": "Strengths-led",
    "rows": [
        {"aspect": "First question", "left": "What do you need?", "right": "What matters to you?"},
        {"aspect": "The plan", "left": "Lists services.", "right": "Starts from what the person does."},
    ],
}
TIMELINE: Value = {
    "title": "Delroy’s Tuesday",
    "moments": [
        {"when": "8.00", "title": "Wash and dress", "html": "<p>Gavin does it all for him, as the plan says.</p>"},
        {"when": "10.30", "title": "Exercise", "html": "<p>The physiotherapist asks him to use his arms.</p>"},
    ],
}
LIVED_EXPERIENCE: Value = {
    "text": "Ask me, not my daughter. I am sitting right here.",
    "who": "Rosa, a made-up example",
    "consent": "Say here how and when the person agreed.",
    "changed": "Our first visits now begin with the person alone, if they wish.",
}
TRY_IT: Value = {
    "title": "Try it in your setting",
    "html": "<p>Ask one person this week what a good day looks like.</p>",
    "variants": [
        {"jobs": [], "setting": "home", "html": "<p>Ask while you do something together, such as making tea.</p>"},
        {"jobs": [], "setting": "residential", "html": "<p>Ask away from the lounge, where nobody listens in.</p>"},
    ],
}
CONVERSATION: Value = {
    "title": "A first question",
    "setting": "In Rosa’s kitchen, on a Monday morning",
    "turns": [
        {
            "who": "Joe",
            "said": "What would make this week a good one?",
            "note": "An open question: it cannot be answered with yes or no.",
        },
        {"who": "Rosa", "said": "If I got to the market. I have not been since May.", "note": ""},
    ],
    "ask_yourself": ["What could Joe ask next?"],
}
REVEAL: Value = {
    "question": "What could you ask in place of “What is wrong?”",
    "answer": "<p>One way: “What is going well?”</p>",
}
REFLECTION: Value = {"prompt": "When did somebody last ask what you want?", "help": "Only you can read this."}
KNOWLEDGE_CHECK: Value = {
    "kind": "single",
    "stem": "Which question opens a first visit well?",
    "options": [
        {"text": "What can you not do any more?", "correct": False, "feedback": "It tempts, because forms ask it."},
        {
            "text": "What does a good day look like?",
            "correct": True,
            "feedback": "It starts from a life, not from a lack.",
        },
    ],
}
SORTING: Value = {
    "prompt": "Is it a goal that a team can share, or one worker’s task?",
    "groups": ["A goal to share", "One worker’s task"],
    "items": [
        {"text": "“I take my daughter to school on Fridays.”", "group": "1", "feedback": "It is a change in a life."},
        {"text": "Review of the standing frame", "group": "2", "feedback": "It needs doing, by one person."},
    ],
}
MATCHING: Value = {
    "prompt": "What does each of them bring?",
    "pairs": [
        {"left": "Care worker", "right": "How the days really go", "feedback": "They are there every day."},
        {"left": "Physiotherapist", "right": "Strength and movement", "feedback": "It is their field."},
        {"left": "The person", "right": "What all of it is for", "feedback": "It is their life."},
    ],
}
GAP_FILL: Value = {
    "prompt": "Fill the gaps: saw, goal.",
    "text": "I [[saw|noticed]] that he holds his left side. It matters, because his [[goal]] is to walk to the club.",
    "feedback": "What, and why. Anyone who reads it knows what to do next.",
}
SCALE: Value = {
    "prompt": "How sure do you feel?",
    "low": "Not at all",
    "high": "Very",
    "steps": 5,
    "help": "Only you can see this.",
}
POLL: Value = {
    "prompt": "What do you know least about?",
    "options": [{"text": "Who else is involved"}, {"text": "What each of them does"}, {"text": "How to reach them"}],
    "after": "Each of these can be found out with one question.",
}
IMAGE: Value = {"alt": "What the picture shows, in words", "caption": "A caption"}
HOTSPOTS: Value = {
    "title": "What do you see in this picture?",
    "alt": "What the picture shows, in words",
    "spots": [
        {"x": 30, "y": 30, "title": "First, look here", "html": "<p>What is to be seen there.</p>"},
        {"x": 70, "y": 60, "title": "Then here", "html": "<p>And what it means.</p>"},
    ],
}
DOCUMENT: Value = {"title": "A checklist to print"}
VIDEO: Value = {
    "title": "A first visit",
    "video": None,
    "captions": None,
    "transcript": "<p>Joe: What would make this week a good one?</p>",
    "minutes": 3,
}
AUDIO: Value = {
    "title": "Rosa tells about her week",
    "audio": None,
    "transcript": "<p>Rosa: I got to the market.</p>",
    "minutes": 2,
}


def node(key: str, title: str, html: str, *choices: tuple[str, str, str], **more: Any) -> Value:
    """Return a node with its choices, each given as what it says, where it leads and its feedback."""
    ways = [{"text": text, "to": to, "feedback": feedback} for text, to, feedback in choices]
    return {"key": key, "title": title, "html": html, "views": [], "choices": ways, "ending": "", "debrief": "", **more}


FIRST_NODES: list[Value] = [
    node("start", "", "", ("", "ending-1", ""), ("", "ending-2", "")),
    node("ending-1", "", "", ending="good"),
    node("ending-2", "", "", ending="hard"),
]
SCENARIO: Value = {
    "title": "The Monday call",
    "introduction": "<p>You are Joe, a support worker. Rosa, 81, has stopped going to the market.</p>",
    "start": "call",
    "nodes": [
        node(
            "call",
            "The phone rings",
            "<p>Rosa’s daughter says, “She cannot go out on her own any more. Please sort it.”</p>",
            ("Ask to speak with Rosa herself", "rosa", "You start with the person whose life it is."),
            ("Offer to look for a shopping service", "service", "It is quick and kind. Nobody has asked Rosa."),
            views=[{"who": "Rosa", "thinks": "They talk about me as if I were not in the room."}],
        ),
        node(
            "rosa",
            "Rosa on the line",
            "<p>“It is the bus step,” she says. “It is too high for me since May.”</p>",
            ("Ask what she has tried", "market", "She has ideas, and you hear them."),
            ("Say you will find a service", "service", "You heard a problem and reached for a service."),
        ),
        node(
            "market",
            "Back at the market",
            "<p>She takes the low bus at ten, with a neighbour.</p>",
            ending="good",
            debrief="<p>You asked, and she knew.</p>",
        ),
        node(
            "service",
            "Bags at the door",
            "<p>Shopping comes on Fridays. Rosa stays in.</p>",
            ending="hard",
            debrief="<p>The bags came, and the market did not.</p>",
        ),
    ],
    "debrief": "<p>Ask who the story is about, and start with them.</p>",
}
