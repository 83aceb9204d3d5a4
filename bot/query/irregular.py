"""Verbs whose past, nouns whose plural a stemmer cannot undo: "who bought" is answered by "buys"."""

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
    throw threw thrown, wake woke woken, wear wore worn, win won, write wrote written,
    beat beaten, cling clung, dig dug, forget forgot forgotten, light lit, overcome overcame, slide slid,
    spin spun, spring sprang sprung, stick stuck, sting stung, swing swung, undergo underwent undergone,
    weep wept, withdraw withdrew withdrawn, withhold withheld
"""
_NOUNS = """
    child children, man men, woman women, person people, foot feet, tooth teeth, mouse mice, goose geese,
    wife wives, thief thieves, knife knives, shelf shelves,
    alderman aldermen, assemblyman assemblymen, businessman businessmen, businesswoman businesswomen,
    chairman chairmen, congressman congressmen, congresswoman congresswomen, councilman councilmen,
    councilwoman councilwomen, crewman crewmen, fireman firemen, fisherman fishermen, gunman gunmen,
    longshoreman longshoremen, policeman policemen, policewoman policewomen, salesman salesmen,
    serviceman servicemen, spokesman spokesmen, spokeswoman spokeswomen, sportsman sportsmen,
    statesman statesmen, workman workmen
"""
_GROUPS = [line.split() for line in f"{_VERBS.strip()},{_NOUNS}".split(",")]

BASE_FORMS: dict[str, str] = {form: base for base, *forms in _GROUPS for form in forms}
"""The verb or the singular by each of its irregular forms."""

IRREGULAR_FORMS: dict[str, tuple[str, ...]] = {base: (base, *forms) for base, *forms in _GROUPS}
"""The verb with its irregular forms, the singular with its plural."""
