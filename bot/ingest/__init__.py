"""The pump: documents from the sources, through reader workers, into the index.

Import the module that is needed; this package loads none of them, so that a worker process stays small.
"""
