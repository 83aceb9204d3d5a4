"""Who, what, when and the rest, answered from the index with quoted sentences, or an honest "not found".

Each answer is an ``async`` function of the index, the words, and whose eyes it is for; it raises
:class:`bot.errors.QueryError` with a sentence for the user when the words make no sense.
"""

from __future__ import annotations

from bot.answers.asking import ask
from bot.answers.latest import latest
from bot.answers.options import AnswerOptions
from bot.answers.search import search
from bot.answers.story import story
from bot.answers.trends import trends
from bot.answers.what import what
from bot.answers.when import when_or_timeline as when
from bot.answers.who import who

__all__ = ["AnswerOptions", "ask", "latest", "search", "story", "trends", "what", "when", "who"]
