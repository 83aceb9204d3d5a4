"""How a single sentence stands, asked of the reader's own judgement."""

from __future__ import annotations

from bot.models import Sentence
from bot.reading.quotable import judge
from bot.reading.quotations import Quotation, follow_quotations
from bot.words import content_stems

WHOLE = Quotation(inside=False, unclosed=False, broken=False)


def stands_alone(words: str, *, opens_article: bool = False) -> bool:
    """Whether a sentence of any length is a statement that is understood alone."""
    before = "" if opens_article else "The council met in the town hall.\n\n"
    sentence = Sentence(len(before), len(before) + len(words), paragraph=1)
    sentences = [sentence] if opens_article else [Sentence(0, len(before) - 2, paragraph=0), sentence]
    text = before + words
    stems = [content_stems(text[each.start : each.end]) for each in sentences]
    standing = judge(text, sentences, stems, headline="", boilerplate=())[-1]
    return standing.ended and not standing.asks and not standing.leans and standing.quotation == WHOLE


def has_whole_quotes(words: str) -> bool:
    """Whether every quotation that is opened in the words is closed in them, and the other way round."""
    return follow_quotations([words], [Sentence(0, len(words), paragraph=0)]) == [WHOLE]
