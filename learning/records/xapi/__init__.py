"""Our xAPI profile, the builders of its statements and their validation. Pure: no database, no clock."""
