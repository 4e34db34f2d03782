"""Rules of the tools, explained to the reader and carried to the page as data: the browser applies the same."""
