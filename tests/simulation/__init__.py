"""Weeks of digests in seconds: every slot accounted for, nothing posted twice."""
