"""Feeds as values: bytes in, frozen dataclasses out; no network, no clock, no files.

:mod:`parsing` reads RSS, Atom, JSON Feed and news sitemaps; :mod:`discovery` finds the feeds of a page;
:mod:`opml` reads and writes lists of feeds; :mod:`identity` knows an item again; :mod:`documents` makes an
article of an item. Import the module that is needed; this package loads none of them.
"""
