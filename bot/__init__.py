"""Nutgraf: reads news articles, posts extractive digests, answers who, what and when from its own index."""

__version__ = "0.1.0"
