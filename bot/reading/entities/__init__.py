"""Who and what an article names: persons, organisations, places, their mentions joined, and their roles.

``load_entity_finder()`` once a process, then ``finder.find(text, sentences, headline)``. The model and the
tables in ``data/`` are described in ``docs/models.md``.
"""

from .finder import EntityFinder, load_entity_finder
from .names import name_key

__all__ = ["EntityFinder", "load_entity_finder", "name_key"]
