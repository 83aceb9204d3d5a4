"""Delivery: what is seen in the channel."""
