"""How content is written, checked, approved and published, and who is affected."""
