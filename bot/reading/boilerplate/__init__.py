"""What belongs to the page around an article: calls to read, share and subscribe, credits, bios, notices.

`is_boilerplate` judges a sentence by its words alone; `boilerplate_sentences` sees the whole article, and so
also what only its neighbours betray.
"""

from __future__ import annotations

from bot.reading.boilerplate.neighbours import boilerplate_sentences
from bot.reading.boilerplate.wording import is_boilerplate

__all__ = ["boilerplate_sentences", "is_boilerplate"]
