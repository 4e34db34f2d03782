"""Holds the learning itself: pathways, modules and lessons as Wagtail pages, and the blocks they are written in."""
