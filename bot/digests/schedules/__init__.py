"""When a digest is due, as moments and in words, and what became of each slot."""
