"""Pages that stand where an article should: cookie notices, login forms, checks for robots, errors."""

from __future__ import annotations

import re

from bot.sources.failures import PageError

FEWEST_WORDS = 20
"""Shorter texts are no article's, not even a teaser's."""

WALL_WORDS = 250
"""Above so many words a text is an article, even if it speaks of cookies or of signing in."""

WORDS_A_SIGN = 60
"""A wall says what it is at least once in so many words."""


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(patterns)})")


_COOKIES = _any_of(
    r"we (?:and our \d* ?partners )?(?:use|value|process|store)[^.]{0,60}(?:cookies|your privacy|your data)",
    r"accept (?:all )?(?:cookies|and continue)",
    r"before you continue",
    r"manage (?:your )?(?:cookie|privacy|consent)",
    r"cookie (?:policy|settings|preferences|notice)",
    r"consent to (?:the use|our use|cookies)",
    r"reject all",
    r"your privacy choices",
)
_LOGIN = _any_of(
    r"sign in to (?:your account|continue)",
    r"log ?in to (?:your account|continue|read)",
    r"forgot(?:ten)? (?:your )?password",
    r"create an account",
    r"enter your (?:e-?mail|password)",
    r"subscribe (?:now )?to (?:continue|keep) reading",
    r"already a subscriber",
    r"this (?:article|content|story) is (?:only )?(?:available )?(?:for|to) subscribers",
)
_ROBOT = _any_of(
    r"verify(?:ing)? (?:that )?you are (?:a |not )?(?:human|robot)",
    r"are you a (?:robot|human)",
    r"checking your browser",
    r"enable javascript(?: and cookies)?",
    r"unusual (?:traffic|activity)",
    r"press (?:and|&) hold",
    r"access (?:to this page )?(?:has been |is )?denied",
    r"just a moment",
)
_HEADLINE = re.compile(
    r"(?i)(?:log ?in|sign in|sign up|register|before you continue|cookie (?:consent|policy|notice)"
    r"|your privacy choices|just a moment.*|access denied|attention required.*|are you a robot.*"
    r"|403 forbidden|404.*|page not found.*|error|not found)\W*"
)
_KINDS = (
    (_ROBOT, "This page asks whether the reader is a robot; it showed no article."),
    (_COOKIES, "This page shows a notice about cookies instead of an article."),
    (_LOGIN, "This page asks its readers to sign in; it showed no article."),
)


def refuse_walls(headline: str, text: str) -> None:
    """Raise :class:`PageError` where a page's text is none of an article."""
    words = len(text.split())
    if words < WALL_WORDS:
        for pattern, sentence in _KINDS:
            signs = len(pattern.findall(text)) + (2 if pattern.search(headline) else 0)
            if signs and signs * WORDS_A_SIGN >= words:
                raise PageError(sentence)
        if _HEADLINE.fullmatch(headline):
            raise PageError("This page shows a form or an error instead of an article.")
    if words < FEWEST_WORDS:
        raise PageError("There is hardly any text in this page.")
