"""What kind of answer a noun asks for: "which *judge*" asks who, "what *sum*" how much. Compiled by hand."""

from __future__ import annotations

from bot.query.related import load_related
from bot.query.words import stem

_PERSON = """
    academic activist actor actress adviser advisor ally ambassador analyst artist astronaut athlete
    attorney author baker biologist boss boxer boy brother cabinet candidate captain celebrity ceo chair
    chairman chairwoman champion chancellor chef chemist chief child clerk climber coach columnist
    comedian commander commissioner composer conductor conservator councillor councilman councilwoman
    cousin critic dad daughter deputy designer detective dictator diplomat director doctor driver
    economist editor engineer envoy executive expert farmer father filmmaker fisherman footballer
    founder general geneticist girl goalkeeper golfer governor guitarist head historian husband
    inspector inventor investigator journalist judge justice keeper king lawmaker lawyer leader lecturer
    librarian manager mayor mediator midwife minister moderator mother mum musician nephew newcomer
    niece novelist nurse official officer opponent owner painter partner patient people person
    photographer physicist pilot player poet policeman politician pope premier president priest prince
    princess principal prisoner producer professor prosecutor protester queen referee reporter
    representative researcher resident rival rower runner sailor schoolteacher scholar scientist scorer
    sculptor secretary senator sheriff singer sister soldier son speaker spokesman spokesperson
    spokeswoman sportsman star striker student successor suspect teacher teammate technician teen
    teenager tenant translator uncle veteran victim volunteer widow wife winner witness woman man worker
    writer youngster
"""
_ORGANISATION = """
    agency airline army association authority band bank board broadcaster business chain charity club
    commission committee company corporation council county department employer federation firm gang
    government group institute insurer laboratory ministry movement network newspaper organisation
    organization outfit party publisher regulator retailer start-up startup studio team union university
"""
_PLACE = """
    airport area arena bay beach borough bridge building capital city continent country county district
    island location nation neighborhood neighbourhood park place port prison province quarter region
    river site spot square stadium state street suburb town venue village
"""
_QUANTITY = """
    amount attendance audience bill budget cost crowd deficit discount distance fare fee figure fine height
    length number odds percentage price proportion pay rate ransom revenue salary score share size speed sum
    tally temperature toll total turnout wage weight
"""
_TIME = "date day deadline decade hour month moment season time week weekday year century".split()

PERSON_NOUNS = frozenset(map(stem, _PERSON.split()))
_PERSON_WORDS = frozenset(_PERSON.split())
ORGANISATION_NOUNS = frozenset(map(stem, _ORGANISATION.split()))
PLACE_NOUNS = frozenset(map(stem, _PLACE.split()))
QUANTITY_NOUNS = frozenset(map(stem, _QUANTITY.split()))
TIME_NOUNS = frozenset(map(stem, _TIME))

PEOPLE_NOUNS = PERSON_NOUNS | frozenset(
    map(stem, "fan member passenger pupil spectator supporter viewer visitor voter troop crew staff".split())
)
"""What may follow a number when people are counted."""


def is_person(word: str) -> bool:
    """Return whether a noun, in the singular or plural, says what somebody is.

    By the word and not its stem, which "officer" shares with "office".
    """
    forms = {word, word.removesuffix("s"), word.removesuffix("es")}
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    if word.endswith("men"):
        forms.add(word[:-2] + "an")
    return not forms.isdisjoint(_PERSON_WORDS) or not forms.isdisjoint(load_related().people)


_VERBS = """
    abandon accept accuse add admit adopt advance agree aim allow announce apologise apologize appeal
    appear appoint approve argue arrest arrive ask attack attend award ban bar base bear beat become
    begin believe belong bet bid blame block board boast bomb book borrow brand break bring broker build
    burn bury buy call cancel capture carry catch cause celebrate challenge change charge charter chase
    chip choose claim clean clear climb close coach collapse collect come compare compete complain
    complete concede condemn confirm connect contain continue contribute convict cook cost count cover
    crash create criticise criticize cross crown cut damage deal decide declare decline defeat defend
    delay deliver demand demolish deny depart describe design destroy detain develop die direct
    disappear discover discuss dismiss dissolve divorce donate draw dream drink drive drop drown earn
    eat edit elect end endorse enter equalise escape establish evacuate examine expect expire explain
    explode export extend face fail fall fear feed feel fight file finance find fine finish fire fit fix
    flee fly follow forbid forecast forget form found free freeze gain gather get give go govern grab
    graduate grant grow guard guess guide hack hail halt hand handle hang happen harm hate head heal
    hear heat help hide hire hit hold honor honour hope host hurt identify import impose improve
    increase inflict influence injure inspect inspire install insure intend introduce invade invent
    invest investigate invite issue join judge jump keep kick kill kiss know lack land last laugh launch
    lay lead leak learn leave lend let lie lift like list listen live load lobby lock look lose love
    lower maintain make manage march mark marry match mean measure mediate meet mention merge miss move
    murder name negotiate nominate obtain occupy occur offer open operate oppose order organise organize
    oust overcome owe own pack paint park pass pause pay permit persuade pick pilot place plan play
    plead plunge point postpone praise predict prefer prepare present press prevent print produce
    promise promote propose protect protest prove provide publish pull punish purchase push put quit
    race raise rank reach react read reappear rebuild recall receive recommend record recover recruit
    reduce referee refuse regain reject release remain remember remove rename rent reopen repair repeat
    replace reply report represent request require rescue resign resist resume retain retire return
    reveal reverse ride ring rise rob rule run sack sail save say schedule score seal search secure see
    seek seize sell send serve set settle shape share shine ship shoot show shut sign sing sink sit
    sleep smash solve sparkle speak spend split spot spread stage stand start stay steal steer step
    stick stop store strike study submit succeed sue suffer suggest supply support surrender survive
    suspect suspend sustain swear swim swing switch take talk target teach tear tell test thank threaten
    throw topple touch tour tow trace track trade train transfer translate travel treat trigger try turn
    undergo understand unveil urge use vanish veto view visit vote vow wait wake walk want warn wash
    watch wear weigh welcome win withdraw withhold witness work worry wound wreck write
"""
VERBS = frozenset(map(stem, _VERBS.split()))
"""Stems of the verbs that news and questions about it have most."""
