"""Beginning a module from a starting point, and what is left to do until it can be published."""
