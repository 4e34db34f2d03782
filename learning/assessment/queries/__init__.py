"""Reads of the assessment app that span models."""
