"""When to try again."""

from datetime import datetime, timedelta

FIRST_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 900


def next_attempt(now: datetime, *, attempts: int, jitter: float) -> datetime:
    """Return when to try again after so many failures: doubling waits with full jitter (0 to 1), at most 15 minutes."""
    longest = min(FIRST_WAIT_SECONDS * 2 ** min(attempts, 16), LONGEST_WAIT_SECONDS)
    return now + timedelta(seconds=1 + longest * jitter)
