"""Turns pages, question banks and frameworks into documents without database numbers, and back."""
