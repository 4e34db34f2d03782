from __future__ import annotations

MOST_SHOWN = 20


class ExchangeError(ValueError):
    """A file that cannot be taken in; every problem names its place and what to do there."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems[:MOST_SHOWN]
        self.left_out = len(problems) - len(self.problems)
        super().__init__(" ".join(self.problems))


class UnfitError(ValueError):
    """A value that does not fit its field; the message says what to write. The caller knows the place."""
