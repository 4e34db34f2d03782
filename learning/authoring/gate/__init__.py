"""The publish gate: what a page is found to need before it is published, and what it passed with a reason."""
