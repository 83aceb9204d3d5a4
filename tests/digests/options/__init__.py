"""What people type of a subscription."""
