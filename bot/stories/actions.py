"""What news is made of: kinds of happening, by the words that tell them.

A later article whose headline and lead tell of a kind that the earlier one does not have anywhere (an arrest
after a fire, a sentence after a verdict) is the next turn of the affair.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable

from bot.words import stem

_KINDS = """
die died dies dead death deaths kill killed killing kills toll fatal
hurt injured injures wounded injuries
arrest arrested arrests detained custody
charge charged charges indicted indictment
convict convicted guilty verdict
sentence sentenced jailed prison imprisoned
acquit acquitted cleared
appeal appeals appealed
sue sues sued lawsuit suit
resign resigns resigned resignation quit quits
sack sacked fired dismissed ousted dismissal
appoint appointed successor succeed succeeds replace replaces
elect elected election elections ballot
funeral mourners buried burial farewell cremated
rescue rescuers rescued search
found recovered recover discovered
strike stoppage walkout picket
deal agreement truce ceasefire accord treaty settlement
reject rejects rejected refused refuses
approve approves approved approval
ban bans banned
fire blaze burn inferno flames
earthquake quake tremor
aftershock aftershocks
storm cyclone hurricane typhoon landfall
evacuate evacuation evacuated
flood floods flooding flooded
attack attacked attacks gunmen shot shooting shelling bombing missile missiles
crash crashed collide collided collision derail derailed
profit earnings results revenue
jobs layoffs redundancies
bid takeover merger acquire acquisition buys
launch launched launches unveil unveils unveiled
reopen reopens reopened resume resumes restored
closure shut closes
win won wins beat beats beaten victory defeat defeated lose lost
outage blackout breakdown
outbreak epidemic
vaccine vaccination vaccinate vaccinating jabs
steal stole stolen theft thieves robbery burglars heist stealing
apologise apologises apologised apology
inquiry investigation probe investigators
postponed delayed delay
cancel cancelled scrapped axed
retire retires retirement retired
award prize nobel awarded
poll survey pollster
"""
"""One kind a line. Chosen by hand: what agencies report of every day, with the words they use for it."""

_BITS: dict[str, int] = {}
for _place, _line in enumerate(_KINDS.strip().splitlines()):
    for _word in _line.split():
        _BITS.setdefault(stem(_word), 1 << _place)


def actions_in(stems: Iterable[str]) -> int:
    """Return the kinds of happening that some of the stems tell, one bit each."""
    return functools.reduce(operator.or_, (_BITS[each] for each in stems if each in _BITS), 0)
