"""Shows where people stand: my home, and for leaders who is ready, why not, and as at any date. Owns no facts."""
