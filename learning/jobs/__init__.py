"""Long work: what was asked, how far it is, and its result, kept until it is fetched."""
