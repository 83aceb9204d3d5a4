"""Where documents come from: article files, watched folders, lines of JSON.

Every source hands over a :class:`bot.models.Document`, or a :class:`bot.errors.SourceError` that names the
file. Import the module that is needed; this package loads none of them.
"""
