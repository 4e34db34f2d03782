"""xAPI: events in, statements out; each stored exactly as it is served, and forwarded to an external record store."""
