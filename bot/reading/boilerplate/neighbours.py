"""What only its neighbours betray: a correction's second sentence, titles under "Related", a name alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from bot.models import Sentence
from bot.reading.boilerplate.wording import LONGEST, NAME, is_boilerplate, signs_of

_NOTICE = re.compile(
    rf"""
    (?:editor|publisher|author|writer|reader)[’']?s?[’']?\ notes?\b | corrections?\b[^.]{{0,40}}:
        | clarifications?\b[^.]{{0,20}}:
  | (?:sign\ up|subscribe)\b | we\ use\b | by\ (?:clicking|signing|subscribing|submitting)\b | copyright\b | ©
  | (?:this|an\ earlier\ version\ of\ (?:this|the))\ (?:story|article|report|post)\b | support\ (?:our
      |independent|quality)\b
  | have\ you\ been\b | if\ you\ have\ been\b | please\b | (?:already|not)\ a\ | to\ continue\b
      | you\ have\b | thank
  | \(?(?:additional\ )?(?:reporting|writing|editing)\ by\b | {NAME}\ (?:is|are|was|writes|covers|reports
      |works)\b | the\ author\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What opens a paragraph that is a notice as a whole, if its first sentence is one."""
_LIST_OF_LINKS = re.compile(
    r"""
    (?:(?:related|recommended|suggested)\b.{0,30} | (?:most|more|top|latest|popular|trending|also)\b.{0,40}
        | read\ (?:more|next|also)
      | you\ (?:may|might)\ also\b.{0,30} | see\ also | watch | in\ pictures
      | (?:editor[’']?s?[’']?\ )?picks.{0,20})\s?[:|]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ENDS_AS_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*$")
_NAME_ALONE = re.compile(r"[A-ZÀ-Þ][\w.'’-]+(?: (?:de |van |al-)?[A-ZÀ-Þ][\w.'’-]*){1,3}")
LONGEST_NOTICE = 6
"""Sentences of a paragraph that is all a notice; a longer one is an article that lost its line breaks."""
LONGEST_TITLE = 120
"""Characters of the title of another article."""
EDGE = 6
"""Paragraphs at the beginning and at the end where a name alone is a byline."""


def boilerplate_sentences(text: str, sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return the indices of the sentences that belong to the page around the article.

    To those that say so themselves come the rest of a notice's paragraph, the titles under a heading such as
    "Related stories", and a name alone beside a timestamp or another byline.
    """
    words = [text[each.start : min(each.end, each.start + LONGEST)] for each in sentences]
    signs = signs_of(text)
    found = {index for index, sentence in enumerate(words) if is_boilerplate(sentence, signs)}
    paragraphs = [
        [index for index, _ in group]
        for _, group in groupby(enumerate(sentences), key=lambda numbered: numbered[1].paragraph)
    ]
    if len(paragraphs) > 1:
        found |= _rest_of_notices(words, paragraphs, found)
        found |= _titles_of_others(words, paragraphs, found)
        found |= _names_of_writers(words, paragraphs, found)
    return frozenset(found)


def _rest_of_notices(words: Sequence[str], paragraphs: Sequence[list[int]], found: set[int]) -> set[int]:
    return {
        index
        for paragraph in paragraphs
        if 1 < len(paragraph) <= LONGEST_NOTICE
        and paragraph[0] in found
        and _NOTICE.match(words[paragraph[0]].lstrip("*_[( "))
        for index in paragraph
    }


def _titles_of_others(words: Sequence[str], paragraphs: Sequence[list[int]], found: set[int]) -> set[int]:
    titles: set[int] = set()
    among = False
    for paragraph in paragraphs:
        first = paragraph[0]
        alone = len(paragraph) == 1 and len(words[first]) <= LONGEST_TITLE
        if alone and first in found and _LIST_OF_LINKS.fullmatch(words[first]):
            among = True
        elif among and alone and not _ENDS_AS_SENTENCE.search(words[first]):
            titles.add(first)
        else:
            among = False
    return titles


def _names_of_writers(words: Sequence[str], paragraphs: Sequence[list[int]], found: set[int]) -> set[int]:
    names: set[int] = set()
    for place, paragraph in enumerate(paragraphs):
        if EDGE <= place < len(paragraphs) - EDGE or len(paragraph) > 1:
            continue
        beside = [*paragraphs[max(0, place - 1) : place], *paragraphs[place + 1 : place + 2]]
        if _NAME_ALONE.fullmatch(words[paragraph[0]]) and any(each[0] in found for each in beside):
            names.add(paragraph[0])
    return names
