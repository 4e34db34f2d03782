"""THE ASSESSMENT APP: question bank, attempts, observations of practice, evidence, and the awards they prove."""
