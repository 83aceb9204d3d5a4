"""Words by what they do in a headline, as the gist reads it. By hand; lower case."""

from __future__ import annotations

import re

# --- clauses ------------------------------------------------------------------------------------------------

CLAUSE_ENDS = frozenset(
    """
    as after while whilst when amid amidst before since until till because although though if unless
    despite following whether where once but so
    """.split()
)
"""Words that open a side clause, or one beside."""
RELATIVES = frozenset(("who", "which", "that", "whose", "whom"))
ATTRIBUTING = frozenset(
    "say says show shows report reports claim claims rule rules warn warns find finds".split()
)
"""Verbs of who says so: ", police say"."""
ADDRESSING = frozenset(("you", "i", "we"))
PREPOSITIONS = frozenset(
    """
    of in on at for by with from into over under about against near between among across along off to
    without despite within like than
    """.split()
)
BEFORE_NO_VERB = frozenset(
    """
    a an the this that these those his her its their our my your to of in on at for by with from into
    over under about against near off between among than or no without some any each every most more
    less very own other another be been being not
    """.split()
)
"""Behind these stands no finite verb."""
NOT_A_NOUN = (
    CLAUSE_ENDS | BEFORE_NO_VERB | frozenset("and up out down away back through again him them it".split())
)
SELDOM_NOUNS = frozenset(
    "hit end cut win leave hold keep meet face force back halt trigger target raise".split()
)
"""Base forms of verbs that are nouns too, but seldom behind a plural."""
PLURALS = frozenset("police people men women children families cattle troops staff crew thousands".split())
COUNTS = frozenset(
    "two three four five six seven eight nine ten several many some more most all few dozens".split()
)
ADVERBS = frozenset(
    "also even now still just again finally reportedly never always soon set yet ever all both".split()
)
TIME_NOUN = re.compile(r"(?:minute|hour|day|night|week|month|year|decade)s?$")
NO_FIRST_NAMES = frozenset(
    "the a an in on at by for from with and but as after why how what when who".split()
)
"""Opening words that are part of no name, though one follows."""

# --- subjects -----------------------------------------------------------------------------------------------

QUANTIFIERS = COUNTS | frozenset(
    "one eleven twelve dozen scores hundreds thousands others no both at least than over about nearly".split()
)
STATES = frozenset(("dead", "injured", "hurt", "missing", "and"))
OPENING_ADVERBS = frozenset(
    "also even now still just again finally reportedly breaking exclusive watch".split()
)
DETERMINERS = frozenset("a an the its his her their our two three four five some".split())
INDEFINITE = frozenset(("a", "an", "another"))
OPENING_OBJECTS = PREPOSITIONS | frozenset("a an the his her its their".split())
AFTER_NOUN_PHRASE = frozenset(
    """
    in on at from near outside inside with for by against over under about behind between among amid who
    which that whose where when aged like including via to not
    """.split()
)
NO_ACTOR = frozenset(
    """
    i you he she it we they this that these those there here what who how why when where which one
    everyone everything nothing someone something nobody anyone if
    """.split()
)
INTRODUCING = frozenset(
    """
    after before when while as since during following despite although though if because with without in
    on at by for from under until once amid given speaking asked according instead even ever just only
    """.split()
)
"""Words that open what stands before a sentence's subject."""
TITLES = frozenset(
    """
    president minister pm mp ceo leader chancellor king queen prince princess pope senator sen rep gov
    governor mayor judge justice secretary director chief dr mr mrs ms sir dame lord lady general gen
    col capt sgt professor prof coach captain
    """.split()
)
ONE_PERSON = frozenset(
    """
    judge king queen pope bishop governor senator premier chancellor coach captain general
    man woman boy girl teen teenager star legend icon survivor boss actor actress singer rapper player
    striker champion president minister mayor chief ceo founder writer author poet artist director
    driver pilot teacher officer soldier scientist doctor billionaire tycoon heiress widow father mother
    veteran athlete
    """.split()
)
"""What headlines call somebody whom the article names."""
