"""Who may see what, what a user typed, and how well articles and sentences match it; no Discord."""
