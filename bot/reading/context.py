"""Whether a sentence needs the one before it: open pronouns, connectives, "hours earlier", "First came"."""

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
      | (?:that|those)\b(?!\ who\b)
      | these\b(?!\ (?:who|days)\b)
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
_ENUMERATING_OPENING = re.compile(
    r"""
    ["“‘']?(?:
        (?:first|second|third|fourth|fifth|next|last|finally|at\ first|in\ the\ end|to\ begin\ with
          |for\ (?:one|another)(?:\ thing)?),
      | (?:firstly|secondly|thirdly|lastly)\b
        # "First came the films", "Next up is", "Last to speak was"
      | (?:first|second|third|next|last)
        \ (?:(?:up|comes?|came|was|is|were|are|there|went|goes|he|she|they|it)\b|of\ all\b|in\ line\b)
      | (?:first|last)\ to\ \w+
      | finally\ (?:came|comes?|there|he|she|they|it)\b
        # "First the council votes, then"
      | first\ (?:an?|the)\b(?=[^.;]{1,80}\bthen\b)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What opens an article points at nothing before it: "It was last week that", "It is 3 degrees", "You can"
_OPENING_OF_ARTICLE = re.compile(
    r"""
    ["“‘']?(?:
        it(?:['’]s|\ (?:is|was|(?:has|had)\ been|(?:will|may|might|could)\ be|sounds|seems|appears|looks\ like
          |began|started|all\ began|(?:took|takes)(?!\ (?:him|her|them|it)\b)))\b
      | you\b | your\b | let['’]s\b
        # "Before they took the lead, the players of England": the name follows
      | (?:when|while|if|after|before|since|as|although|though|because|until|once)\ (?:\w+\ )?
        (?:he|she|they|it)\b[^,]{1,120},\ [^.]*[A-Z]
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_QUOTE_OF_PRONOUN = re.compile(
    r"""["“‘'].{1,500}?[,.?!…]["”’']\ ((?:he|she|they|it|i|we)\ \w+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
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


def leaning_words(words: str, *, opens_article: bool = False) -> str:
    """Return the words by which a sentence leans on an earlier one ("He", "Hours earlier"), "" for none.

    What opens an article cannot lean on what stood before ("Two hours later, ..."), so less is asked of it.
    """
    # "?" stands for a quote mark where a wrong encoding lost it
    words = words.removeprefix("?")
    for pattern in (_PRONOUN_OPENING, _CONNECTIVE_OPENING, _ENUMERATING_OPENING):
        if opening := pattern.match(words):
            return _bare(opening.group())
    if quoted := _QUOTE_OF_PRONOUN.match(words):
        return quoted.group(1)
    if not opens_article and (opening := _RELATIVE_OPENING.match(words)):
        return _bare(opening.group())
    return _the_unnamed(words)


def enumerates(words: str) -> bool:
    """Whether the sentence is the first of several that belong together: "First came the films"."""
    return bool(_ENUMERATING_OPENING.match(words))


def opens_an_article(words: str) -> bool:
    """Whether a first sentence leans on nothing, for all its pronouns: "It was last week that ..."."""
    return bool(_OPENING_OF_ARTICLE.match(words))


def _bare(opening: str) -> str:
    return opening.strip(" ,\"“‘'")


def _the_unnamed(words: str) -> str:
    early = _EARLY_OBJECT.match(words)
    if early and len(early.group().split()) <= _EARLY_WORDS:
        return early.group().split()[-1]
    saying = _SAID_BY_PRONOUN.search(words)
    if saying and not _NAME_INSIDE.search(words, 0, saying.start()):
        return saying.group().lstrip(",?!\"”’' ")
    there = _ENDS_ON_THERE.search(words) if "here" in words[-8:] else None
    return there.group().rstrip(".!") if there else ""
