"""What is in a digest."""
