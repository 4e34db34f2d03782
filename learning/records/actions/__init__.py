"""Everything that changes statements: storing them and forwarding them."""
