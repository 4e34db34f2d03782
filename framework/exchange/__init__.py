"""Reads and writes a framework as a file, for other councils and other systems. Pure: no Django, no database."""
