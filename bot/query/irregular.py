"""Verbs whose past a stemmer cannot undo: "who bought" is answered by "buys"."""

from __future__ import annotations

_VERBS = """
    become became, begin began begun, bite bit bitten, blow blew blown, break broke broken, bring brought,
    build built, buy bought, catch caught, choose chose chosen, come came, deal dealt, draw drew drawn,
    drive drove driven, eat ate eaten, fall fell fallen, feed fed, fight fought, find found, flee fled,
    fly flew flown, forbid forbade forbidden, freeze froze frozen, give gave given, go went gone,
    grow grew grown, hang hung, hear heard, hide hid hidden, hold held, keep kept, know knew known, lay laid,
    lead led, leave left, lend lent, lose lost, make made, mean meant, meet met, pay paid, ride rode ridden,
    ring rang rung, rise rose risen, run ran, say said, see saw seen, seek sought, sell sold, send sent,
    shake shook shaken, shoot shot, show shown, shrink shrank shrunk, sing sang sung, sink sank sunk, sit sat,
    speak spoke spoken, spend spent, stand stood, steal stole stolen, strike struck, swear swore sworn,
    swim swam swum, take took taken, teach taught, tear tore torn, tell told, think thought,
    throw threw thrown, wake woke woken, wear wore worn, win won, write wrote written
"""

BASE_FORMS: dict[str, str] = {
    past: verb for verb, *pasts in (line.split() for line in _VERBS.split(",")) for past in pasts
}
"""The verb by each of its irregular forms."""

IRREGULAR_FORMS: dict[str, tuple[str, ...]] = {
    verb: (verb, *pasts) for verb, *pasts in (line.split() for line in _VERBS.split(","))
}
"""The verb and its irregular forms by the verb."""
