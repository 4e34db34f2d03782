"""Pure rules of authoring: what a page must be before it is published, how it reads, and how reviews stand."""
