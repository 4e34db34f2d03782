"""The house in which people learn good practice and prove it: one Django app a room, every import goes downstairs."""
