"""Knows who people are, where they work and for whom, and who may see whom; a person is not an account."""
