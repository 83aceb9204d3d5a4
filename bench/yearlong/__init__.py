"""A simulated year of digests: the real tick and index, a clock that is moved, a small double of Discord."""
