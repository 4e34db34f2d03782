"""Signed content packs that installations share, take or decline."""
