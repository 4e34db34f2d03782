"""Builds the demo organisation through the other rooms' own actions; not installed in production."""
