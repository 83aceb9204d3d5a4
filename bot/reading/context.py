"""Whether a sentence needs the one before it: open pronouns, connectives, "hours earlier"."""

from __future__ import annotations

import re

_SUBJECT = r"(?:he|she|they|it|we|(?-i:I))\b(?!-\d)"
_NOW = r"(?:week|weekend|month|year|morning|afternoon|evening|season|spring|summer|autumn|fall|winter)\b"
_TIME = (
    r"(?:(?-i:[a-z0-9]+)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july"
    r"|august|(?:sept|oct|nov|dec)(?:\w{5,6}|\.))"
)
_PRONOUN_OPENING = re.compile(
    rf"""
    ["“‘']?(?:
        (?:his|her)\b(?!\ (?:majesty|royal|holiness|excellency|honou?r)\b)
      | (?:he|she|they|him|hers|their|theirs|its|(?-i:[Ii]t)|we|(?-i:[Uu]s)|our|(?-i:I)|my|you|your)\b(?!-\d)
      | (?:that|these|those)\b(?!\ who\b)
      | this\b(?!\ {_NOW})
      | such\b
        # "When they", "On Monday he", "Last week it"
      | (?:when|while|if|after|before|since|as|although|though|because|until|once|whether)
        \ (?:\w+\ )?{_SUBJECT}
      | (?:on|in|by|at|last|next|this|until|since|from|early|late)
        \ {_TIME}(?:\ (?-i:[a-z0-9]+)){{0,2}},?\ {_SUBJECT}
        # "In an interview with the BBC, she"
      | (?:in|on|at|during|after|before|since|by|for|from|with|last|next|speaking|asked|writing|despite|now
          |today|earlier)\b[^,"“]{{0,60}},
        \ (?:(?:he|she|they|we)\b|it\ (?:said|says|added|announced|also|had|has|will)\b)
        # "After that", "Most of them"
      | (?:after|before|since|until|by|despite|because\ of|as|with|in|under|at|on|for|to|from|of|among|like)
        \ (?:this\b(?!\ {_NOW})|(?:that|these|those|such|them|him|it|then|which)\b)(?!\ (?:who|which|in)\b)
      | \w+\ of\ (?:them|it|these|this|that|those(?!\ (?:who|\w+ed)\b))\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONNECTIVE_OPENING = re.compile(
    r"""
    ["“‘']?(?:
        (?:and|but|or|nor|yet|also|still|instead|however|meanwhile|moreover|furthermore|therefore|thus|hence
          |besides|nevertheless|nonetheless|otherwise|likewise|similarly|afterwards?|indeed|rather|too|again
          |elsewhere|separately|additionally|consequently|accordingly|conversely|subsequently|overall|here
          |of\ course|after\ all|as\ a\ result|for\ (?:example|instance)|at\ the\ same\ time|that\ said
          |even\ so|by\ (?:then|contrast|comparison)|on\ the\ (?:other\ hand|contrary|one\ hand)
          |in\ (?:addition|contrast|fact|turn|response|return|short|other\ words|the\ meantime))\b
      | then\b(?!-)
      | so\b(?!\ far\b)
      | there\b(?!\ (?:is|are|was|were|has|have|had|will|may|might|could|should)\b)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RELATIVE_OPENING = re.compile(
    r"""
    ["“‘']?(?:
        both\b(?!(?:\ \S+){1,4}\ and\b)
      | neither\b(?!(?:\ \S+){1,4}\ nor\b)
      | (?:one|others?)\ (?:was|were|is|are|had|has|have|said|says|of\ (?:his|her|its|their))\b
      | the\ (?:latter|same|other|others|pair|duo|trio)\b
      | the\ former(?:,|\ (?:is|was|has|had|will|would|said)\b)
      | the\ (?:two|three|four|five)\b(?!-)(?!(?:\ \S+){1,3}\ (?:who|that|which|whose|of|in|from)\b)
      | (?:a|one|another)\ (?:previous|further|similar|other|second(?!\ (?:world|term|half|quarter|lady)\b)
          |third(?!\ (?:of|party|world|quarter)\b))\b
      | another\b
        # "Hours earlier, ...", "A day later", "The next day": than what?
      | (?:(?:a|an|the|two|three|\d+|several|many|some|just|only)\ )?(?:few\ )?
        (?:moment|minute|hour|day|week|month|year)s?
        \ (?:(?:later|earlier|afterwards)\b|(?:before|after)\b(?!\ \w))
      | the\ (?:next|following|previous|same)\ (?:day|night|morning|evening|week|month|year)\b
      | (?:earlier|later)\b(?!\ (?:this|on|in|today)\b)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_QUOTE_OF_PRONOUN = re.compile(
    r"""["“‘'].{1,500}?[,.?!…]["”’']\ (?:he|she|they|it|i|we)\ \w+""", re.IGNORECASE | re.DOTALL | re.VERBOSE
)
# "The last years had been hard, he said"
_SAID_BY_PRONOUN = re.compile(
    r"""[,?!]["”’']?\ (?:he|she|they|I|we)
    \ (?:said|says|added|adds|told|wrote|argued|explained|recalled|continued)\b""",
    re.VERBOSE,
)
_NAME_INSIDE = re.compile(r"(?<=[\w,’'“\"(])\ [“\"(]?(?!I\b)[A-Z]")
# "Crane painted it from the lighthouse": the subject and its object are two, so what is "it"?
_EARLY_OBJECT = re.compile(
    r"""[^,;:“"]{1,60}?\b(?:it|them|him)
    (?=[.,;]|\ (?:from|in|on|at|to|before|after|with|for|by|as|out|up|down|into|off|over|when)\b)""",
    re.VERBOSE,
)
_EARLY_WORDS = 6
_ENDS_ON_THERE = re.compile(
    r"\b(?:from|to|been|got|gone|live[sd]?|work(?:s|ed)?|over|up|down|get|near|around) (?:there|here)[.!]$"
)


def needs_context(words: str, *, opens_article: bool = False) -> bool:
    """Whether the sentence means something that only an earlier one names.

    What opens an article cannot lean on what stood before ("Two hours later, ..."), so less is asked of it.
    """
    if _PRONOUN_OPENING.match(words) or _CONNECTIVE_OPENING.match(words) or _QUOTE_OF_PRONOUN.match(words):
        return True
    if not opens_article and _RELATIVE_OPENING.match(words):
        return True
    return _means_the_unnamed(words)


def _means_the_unnamed(words: str) -> bool:
    early = _EARLY_OBJECT.match(words)
    if early and len(early.group().split()) <= _EARLY_WORDS:
        return True
    saying = _SAID_BY_PRONOUN.search(words)
    if saying and not _NAME_INSIDE.search(words, 0, saying.start()):
        return True
    return bool(_ENDS_ON_THERE.search(words))
