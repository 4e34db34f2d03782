"""Tells the other rooms what happened: an event and what is owed for it are stored with the change itself."""
