"""A Discord that stands in for the real one in tests: real HTTP and a real gateway, on 127.0.0.1 only.

It knows one guild and what a digest needs of it. What it does is what Discord's documentation says; what it
does not know it answers with a 404, and notes.
"""
