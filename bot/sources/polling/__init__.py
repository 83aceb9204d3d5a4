"""When a feed is asked again, and how it does: pure deciders over what came of a poll.

Import the module that is needed; this package loads none of them.
"""
