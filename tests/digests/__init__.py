"""Digests: when, and what."""
