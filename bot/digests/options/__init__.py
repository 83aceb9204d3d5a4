"""What people type of a subscription, as values, and back as they would type it."""
