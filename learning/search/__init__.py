"""One search over framework, learning, tools and glossary, forgiving of spelling."""
