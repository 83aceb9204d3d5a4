"""Feeds and pages over HTTP: safe for the operator's network, polite to everybody else's.

::

    addresses   which URLs and addresses may be asked at all (pure)
    guard       holds the resolver and each socket to that
    hosts       one request at a time and a pause for each host
    robots      what a site asks programs to leave alone (pages only)
    bodies      bodies unpacked within bounds (pure)
    headers     what an answer's headers mean (pure)
    fetcher     one GET from beginning to end: what everybody else uses
    failures    why it failed, as a sentence and as facts to decide by

Import the module that is needed; this package loads none of them.
"""
