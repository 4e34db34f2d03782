"""The framework as a book: what goes in (build), how it is kept (content), and how it becomes a PDF (pdf)."""
