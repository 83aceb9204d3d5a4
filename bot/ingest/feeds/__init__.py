"""Feeds into the index: polled when they are due, their items read one by one, each exactly once.

::

    poller    fetch, parse, tell new items from known ones; write both down in one transaction
    items     read what waits: the page behind a teaser, the reader, the index
    looking   a feed or page before it is followed, and what is wrong with one that is
    jobs      what worker processes do for these: whatever a feed or page holds, it cannot harm the bot

Import the module that is needed; this package loads none of them.
"""
