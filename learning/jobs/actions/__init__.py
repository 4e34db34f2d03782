"""Every write of the room: asking for work and calling it off, doing it, forgetting it."""

from learning.jobs.actions.asking import MOST_AT_ONCE, TooManyJobs, ask_again, cancel_job, start_job
from learning.jobs.actions.forgetting import forget_expired_jobs
from learning.jobs.actions.working import run_due_jobs

__all__ = [
    "MOST_AT_ONCE",
    "TooManyJobs",
    "ask_again",
    "cancel_job",
    "forget_expired_jobs",
    "run_due_jobs",
    "start_job",
]
