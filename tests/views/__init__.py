"""How things look: every card readable, safe, and inside Discord's limits."""
