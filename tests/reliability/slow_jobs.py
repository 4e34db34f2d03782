"""A kind of job that takes long enough to be killed in the middle; a worker of the suite is told to know it."""

import time

from learning.jobs.kinds import Progress, Result, job

STEPS = 40


@job("tests.slow", "Something slow")
def make_slowly(progress: Progress, arguments: dict) -> Result:
    for step in range(1, STEPS + 1):
        progress.report(step, STEPS, f"Step {step}")
        time.sleep(arguments["seconds"] / STEPS)
    return Result("slow.txt", "text/plain", b"All of it")
