"""Pure rules of assessment: drawing questions, marking answers, and what a person's evidence amounts to."""
