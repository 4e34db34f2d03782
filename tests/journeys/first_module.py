"""What Priya writes in place of a starting point's words: a short induction module, field by field."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "What is near by"
SUMMARY = "You will be able to find one thing near by that a person would enjoy, and go there with them."
STAYS = None  # ready to use as the starting point has it


@dataclass(frozen=True)
class Lesson:
    """A lesson: its title, its aim (empty: as it is) and the words of its fields from the top to the bottom."""

    title: str
    aim: str
    fields: list[str | None]

    @property
    def words(self) -> int:
        return sum(len((text or "").split()) for text in [self.aim, *self.fields])


@dataclass(frozen=True)
class Answer:
    text: str
    feedback: str
    match: str = ""


@dataclass(frozen=True)
class Written:
    """A question with its answers, in place of the one that begins so."""

    instead_of: str
    stem: str
    answers: list[Answer]

    @property
    def words(self) -> int:
        texts = [self.stem, *(part for one in self.answers for part in (one.text, one.feedback, one.match))]
        return sum(len(text.split()) for text in texts)


LESSONS = [
    Lesson(
        "What it is, and why it matters",
        "By the end you can say what is near by for one person, and why it matters to them.",
        [
            "Ada is 82. She sang in a choir for thirty years. Since her fall she stays at home and misses it. "
            "This lesson is about what was there all the time, two streets away.",
            STAYS,
            "What is near by is all that people share: a choir, a bench, a café, a friend next door. "
            "It is not a list of services. Ask the person first, then look around together.",
            "Ada says: I used to sing. What could you ask her first? Think, then open.",
            "You could ask: what did you sing? Then let her talk. There is more than one good way.",
            "Ada says she misses her choir. What do you do first?",
            "Look up the day centre for her",
            "It feels useful. But she asked for singing, not for a centre.",
            "Ask what she loved about the choir",
            "Now you know what to look for: the songs, the people or the walk there.",
            "Tell her that she may fall again",
            "You want to keep her safe. But it ends the talk before it began.",
        ],
    ),
    Lesson(
        "What it looks like in practice",
        "",
        [
            "Ada and the choir",
            "Ada is 82. She knows every hymn and makes people laugh. Her hip hurts on stairs.",
            "A busy worker books a place at the day centre. It is quick, and it is there.",
            "Her worker asked: “Who sang with you?” Ada rang Jean. Jean said: “We meet in the hall now. No stairs.”",
            "Ada sings each Tuesday. Jean drives her. She still gets tired, so she goes home at the break.",
            STAYS,
            STAYS,
            "Tom and the pigeons",
            "Tom is 45 and lives in a care home. He has Down’s syndrome. As a boy he kept pigeons with his dad.",
            "The team puts a film about birds on. It is kind, and it is easy.",
            "The team asked Tom who keeps pigeons near by. He knew: “The man behind the church.” They went to see him.",
            "Tom feeds the pigeons on Fridays. In the rain he does not go, and that is his choice.",
            STAYS,
            STAYS,
            STAYS,
            STAYS,
        ],
    ),
    Lesson(
        "Try it this week",
        "",
        [
            STAYS,
            STAYS,
            "Choose one person. Ask your manager for half an hour with them.",
            STAYS,
            "Walk around the block together. Say: “What did you like to do here?” Then wait.",
            STAYS,
            "Write down what they said in their own words. Tell your team one thing.",
            STAYS,
            "Stop and ask your manager when somebody may come to harm, or when you are not sure that they agree.",
            STAYS,
            STAYS,
        ],
    ),
]
QUESTIONS = [
    Written(
        "What would be a good first thing",
        "Ada says: “I used to sing.” What would be a good first thing to say?",
        [
            Answer("“You could go to the day centre.”", "It is quick. But you do not know yet what she misses."),
            Answer("“What did you sing?”", "It opens the door to what she loved."),
            Answer("“I can ask for more hours for you.”", "It feels useful. It skips what is there already."),
        ],
    ),
    Written(
        "Which of these shows",
        "Which of these is something near by in Ada’s own life?",
        [
            Answer("Her friend Jean, who still sings", "Jean is there already, and Ada chose her."),
            Answer("A leaflet about services", "It can help later. It does not know Ada."),
            Answer("A form about her needs", "You may have to fill it in. It leads to no song."),
        ],
    ),
    Written(
        "Which of these would you write down",
        "Ada goes to the choir with Jean. What do you write down? Choose all that apply.",
        [
            Answer("What Ada said about it, in her words", "Her words tell the next worker what matters."),
            Answer("That Jean drives her on Tuesdays", "It is how the plan works."),
            Answer("That Ada is lonely", "It is your word, not hers."),
            Answer("What Jean earns", "It is nobody’s business here."),
        ],
    ),
    Written(
        "Put these in the order",
        "Put these in the order in which you would do them.",
        [
            Answer("Ask what the person loved to do", "Begin with the person."),
            Answer("Look around together for it", "Now you know what you look for."),
            Answer("Go there with them once", "The first time is the hardest."),
        ],
    ),
    Written(
        "Match what the worker says",
        "Match what you say with what it does.",
        [
            Answer("“What did you sing?”", "It asks about a life.", "Shows that you want to know her"),
            Answer("“Who sang with you?”", "It looks for people.", "Finds somebody who could help"),
            Answer("“Shall we go and see?”", "It is a small first step.", "Makes a start together"),
        ],
    ),
    Written(
        "A situation where two good things",
        "Ada wants to walk to the hall alone. Her son fears another fall. What do you do?",
        [
            Answer("Say that her son is right", "It keeps her safe. It forgets what she wants."),
            Answer("Walk it once with both, and see what would make it safe", "It holds both: her wish and his worry."),
            Answer("Leave it to your manager", "Right if harm is near. Here you can begin yourself."),
        ],
    ),
]
