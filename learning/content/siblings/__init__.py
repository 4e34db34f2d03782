"""Other versions of pages, in Welsh or Easy Read: made from the page above, read in its place and kept in step."""
