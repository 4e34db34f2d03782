"""Packs in /cms/."""
