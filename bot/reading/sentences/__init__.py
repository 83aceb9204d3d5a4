"""Sentences of a body: nltk's Punkt with abbreviations of the news, then rules for what Punkt cannot see.

`paragraphs` parts the text where no sentence can go on, `abbreviations` has the words that end in a stop,
`punkt` finds the plain ends and joins what Punkt broke, `breaks` finds the ends that Punkt passes over:
after an abbreviation, without a space, in other scripts, around what a page sets between two sentences.
"""

from __future__ import annotations

from bot.reading.sentences.splitter import split_sentences

__all__ = ["split_sentences"]
