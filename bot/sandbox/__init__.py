"""The same bot against a simulated Discord in a local web page: no token, no network, sample articles.

:func:`bot.sandbox.run.run_sandbox` is the way in. Import the module that is needed: this package loads none.
"""
