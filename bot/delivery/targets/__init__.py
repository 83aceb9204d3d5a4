"""Where a digest goes, and what keeps it out: channels, threads, forums, private messages."""
