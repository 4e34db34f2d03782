"""Reads of what is published and of what publishing would mean."""
