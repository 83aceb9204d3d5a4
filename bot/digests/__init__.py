"""When a digest is due, and what is in it. Knows nothing of Discord, nor of how a digest looks."""
