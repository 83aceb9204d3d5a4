"""Verbs of the news and their forms: which word of a headline may be the one that its subject does.

A list by hand of what headlines say. A form is *sure* when hardly any noun or adjective is spelled like it
("blames", "was", "resigned"), *possible* when one is ("strikes", "win", "cut").
"""

from __future__ import annotations

_VERBS = """
    abandon abduct abolish absorb accelerate accept acclaim accommodate accompany accuse achieve
    acknowledge acquire acquit adapt add adjourn admit adopt adore advise afford agree allege
    allocate allow alter amass amaze amend amplify annex announce annoy anticipate apologise
    apologize appear appoint apprehend approve argue arrest arrive ascend ask assassinate assemble
    assert assess assign assist assume assure astonish attend avert avoid await awake baffle banish
    bask batter bear beckon become befriend beg begin behead believe belong besiege betray blame
    bleed bless blossom blur bolster brace breathe breed brighten bring build bulldoze bury buy calm
    cancel capsize captivate capture carry cascade catch cede celebrate censor certify cheat chew
    choke choose cite clarify clear climb clinch cling clip collapse collect collide come
    commemorate commence commend commit compare compel compensate compete complain complete
    complicate compose comprise conceal concede conclude condemn condone confess confide confine
    confirm confiscate confront confuse congratulate connect conquer consent consider construct
    consult consume contain contend continue contribute convene convert convey convict convince cook
    cool cooperate cope correct create cripple criticise criticize crumble crush cuddle culminate
    cultivate customise dare darken dazzle deceive decide decimate declare dedicate deem deepen
    defend defer defy degrade delete delight delist deliver demolish demonstrate denounce deny
    depart depict deploy deport deprive derail derive descend describe desert deserve despair
    destroy detain detect deter determine dethrone detonate devastate develop devise devote devour
    diagnose dictate die differ dig diminish dip direct disagree disappear disappoint disarm disband
    discard disclose discourage discover discuss disguise disgust dismantle dismiss displace
    disqualify disrupt dissolve dissuade distinguish distribute divert divorce dodge dominate donate
    doom double draw dry dub dwindle earn eat eject elect elevate eliminate embark embarrass embrace
    emerge employ empower enable enact encircle encourage endanger endorse enforce engage engulf
    enjoy enlist enrage enrich enroll ensure enter entertain enthral entice entitle equal equip
    erase erode err erupt escalate escape establish evacuate evade evict evolve examine exceed
    excite exclude excuse execute exonerate expand expect expel explain explode explore expose
    extend extinguish extradite exude fade fail faint falter fetch fill flatten flaunt flee flock
    flop flourish foil follow forbid forget forgive foster fracture freeze fret frighten frustrate
    fulfil fulfill fume gasp gather generate get give glimpse glow go govern grab graduate grapple
    graze greet grieve grill grind groan groom grow grumble guarantee gut hail hamper hamstring hang
    happen harass harden haunt heal hear heckle hide highlight hijack hinder hire hoard hop
    hospitalise hospitalize hover humble humiliate identify idle ignite ignore illuminate illustrate
    imagine immerse impeach implement implicate imply impose impress imprison improve incite include
    incur indict induce indulge infect infiltrate inflict inform infuriate inhabit inherit initiate
    inject injure innovate inquire insist inspect inspire install instruct insure integrate intend
    intensify intercept interfere interpret interrogate interrupt intervene intimidate introduce
    invade invent invest investigate invoke involve irk isolate jeopardise jeopardize join jolt
    juggle justify keep kidnap kill knock know lament lash laud launder lay learn leave legalise
    legalize lend let liberate liken linger listen live lock long loom loot lose lunge maim maintain
    make manage marry maul maximise mean meddle mediate meet mend merge migrate minimise mislead
    miss mistake mobilise mobilize modify mourn multiply mushroom muster mutate nab narrow navigate
    neglect negotiate nominate nullify obey observe obstruct obtain occupy occur offend ooze operate
    oppose opt orchestrate organise organize originate oust outlaw outline outnumber outpace
    outperform outsell outwit overcome overflow overload overlook override overrule oversee
    overshadow overtake overthrow overturn overwhelm owe pacify pack paint parse participate pay
    peel pelt penalise penalize perform perish permit persecute persist persuade pierce plead
    plummet ply poach poise ponder portray possess postpone pour preach predict prefer prepare
    prescribe preserve preside presume pretend prevail prevent privatise privatize proceed proclaim
    prohibit prolong promote propel propose prosecute prosper protect prove provide provoke publish
    punish pursue put puzzle qualify quarantine quell quit raise ram ransack ratify rattle reach
    react reaffirm realise realize reappear reassess reassign reassure rebuild rebuke recall
    recapture recede receive reckon reclaim recline recognise recognize recommend reconcile
    reconsider reconstruct recover recruit redeem redefine redesign reduce reel reelect refer
    reflect refloat refrain regain register regulate rehearse reignite rein reinforce reinstate
    reiterate reject rejoin relapse relate relaunch relax relegate relieve relinquish relish relive
    relocate rely remain remember remind remodel remove rename render renew renounce renovate reopen
    reorganise repay repel rephrase replace represent reprimand reproduce require rescind resemble
    reshape reside resign resist resit resolve respond restart restore restrain restrict restructure
    resume resurface resuscitate retain retake retaliate rethink retire retrace retract retrieve
    reunite revamp reveal revel revise revisit revive revoke revolutionise rewrite rid riddle ring
    rip ripen rob roil rot rub ruffle salvage satisfy save savour say scatter scold scorch scour
    scrape scrutinise see seek seem seize select sell send serve settle sever shake sharpen shatter
    shed shelve shiver shove shred shrink shrug shun shut sideline sift simmer sing sink sit skate
    skip skyrocket slaughter slim smuggle snag snatch sniff snub soak soar sober soften solicit
    solve soothe sow spare sparkle speak spearhead speed spend spill spoil sprout squander squeeze
    stagger stalk startle starve steal steer stifle stitch stockpile stoke stonewall straddle stray
    streamline strengthen stumble stun submit subpoena subside subsidise succeed sue suffer suffice
    suffocate suggest summarise summon supervise suppress surpass surround survive suspend sustain
    swallow swarm swear swim symbolise sympathise take tame tangle tarnish teach tell tempt tend
    terminate terrify terrorise testify thaw think thrash threaten thrive throw thwart tickle
    tighten toil tolerate topple torment toughen tout transform transmit traverse tread tremble trim
    trounce tumble uncover undergo underline undermine underscore understand undo unearth unfold
    unify unite unleash unlock unnerve unravel unseat unsettle unveil unwind uphold uproot urge
    usher usurp utter vacate vaccinate validate vandalise vanish vanquish veer vent ventilate verify
    vie vilify violate visualise wade waive wander wane want warn weaken wear wed weep weigh whip
    widen wield win wipe withdraw wither withhold withstand woo worsen worship wreak wrest wrestle
    write yank yearn
"""

_VERBS_AND_NOUNS = """
    advance aid aim air alarm alert ally anger appeal arm arrest assault attack auction audit award
    back ban bank bar battle beat bid bill blanket blast blaze block blow boast bolt bomb boost bow
    boycott brand breach break brief brush bully burn burst call camp campaign cap care cash cast
    cause caution challenge change chant charge chart chase check cheer circle claim clash close
    cloud coach coin combat comfort comment commission compound concern conduct contact contest
    contract control copy cost count counter couple court cover crack crackdown craft cram crash
    crawl credit cross crown crush cry cup curb curse cut dance dash date deal debate debut decline
    decrease defeat defect delay demand design desire detail digest discount dispatch display
    dispute distance dive divide dock doubt draft drag drain dream dress drift drill drive drop
    drown dump dust ease echo edge encounter end estimate exercise exhaust exhibit exile exit
    exploit export face fall fare fashion favor favour fear feast feature feed feel feud fight file
    film finance find finish fire fix flag flash flip float flood flow flush fly focus force
    forecast forge form free fuel function fund gag gain gamble gauge gaze gesture gift glare grant
    grasp grip ground guard guess guide gun hack halt hand harbour harm harness harvest haul head
    heat help hint hit hold honor honour hope host house hug hunt hurt impact import increase index
    influence insult interest interview invite iron issue jail joke journey judge jump kick label
    lace lack land lap last laugh launch lead leak lecture level lie lift light limit link list
    litter loan lob lobby log look love lower lure mail man mandate map march mark match measure
    mention mine mob mock monitor mould mount move murder nail name near need nod note nudge nurse
    object offer offset open orbit order outrage overhaul own pace package panic parade pardon park
    parody part pass patch patrol pause peak phase phone pick picket pile pilot pin pinch pitch
    pivot place plague plan plant play pledge plot plough plug plunge pocket point poison police
    polish poll pool pose position post pound power practise praise precede present press preview
    print prize probe produce profit progress project promise prompt protest pull pump purchase
    purge push question quiz quote race rage raid rain rally ramp rank rap rate read rear record
    reform refund refuse regret reign release remark rent repair repeal reply report request rescue
    reshuffle respect rest result retreat return reverse revolt reward ride ring rise risk rival
    roar rock roll rout ruin rule run rush sack sail sale salute sanction scale scare schedule scoop
    score scout scramble scrap scratch scream screen seal search secure sentence separate set shadow
    shame shape share shell shelter shift shine ship shock shoot shoulder shout show shower shuffle
    shuttle side sign signal sketch skid slam slap slash slay sleep slice slide slip slow slump
    smash smear smell smile smoke snap sort sound span spark spell spin splash split sponsor spot
    spray spread sprint spur stab stack stage stain stall stamp stand star stare start stash state
    stay stem step stick stir stop storm strain strand stress stretch strike strip structure
    struggle study stuff style subject substitute suck suit sum supplement supply support surf
    surface surge surprise surrender survey suspect swap sweep swell swing switch tackle talk tally
    tap target taste tax team tear tease term test text thank thunder tie tilt time tip toast toll
    top torture toss touch tour tow tower toy trace track trade trail train transfer transport trap
    travel treat trek trick trigger trip triumph trouble trumpet trust try tug turn tutor tweet
    twist update upgrade upset use value venture veto view visit voice volunteer vote vow wage wait
    wake walk warm wash waste watch wave weave welcome whisper wire wish witness wonder work worry
    wrap wreck yell yield zoom
"""

_IRREGULAR = """
    bear-bore-borne beat-beat-beaten become-became-become begin-began-begun bid-bid-bid
    break-broke-broken bring-brought-brought build-built-built burst-burst-burst bury-buried-buried
    buy-bought-bought cast-cast-cast catch-caught-caught choose-chose-chosen cling-clung-clung
    come-came-come cost-cost-cost cut-cut-cut deal-dealt-dealt draw-drew-drawn drive-drove-driven
    eat-ate-eaten fall-fell-fallen feed-fed-fed feel-felt-felt fight-fought-fought find-found-found
    flee-fled-fled fly-flew-flown forbid-forbade-forbidden forecast-forecast-forecast
    forget-forgot-forgotten forgive-forgave-forgiven freeze-froze-frozen get-got-got give-gave-given
    go-went-gone grow-grew-grown hang-hung-hung have-had-had hear-heard-heard hide-hid-hidden
    hit-hit-hit hold-held-held hurt-hurt-hurt keep-kept-kept know-knew-known lay-laid-laid
    lead-led-led leave-left-left lend-lent-lent let-let-let light-lit-lit lose-lost-lost
    make-made-made mean-meant-meant meet-met-met overcome-overcame-overcome oversee-oversaw-overseen
    overtake-overtook-overtaken overthrow-overthrew-overthrown pay-paid-paid put-put-put
    quit-quit-quit read-read-read rebuild-rebuilt-rebuilt ride-rode-ridden ring-rang-rung
    rise-rose-risen run-ran-run say-said-said see-saw-seen seek-sought-sought sell-sold-sold
    send-sent-sent set-set-set shake-shook-shaken shed-shed-shed shoot-shot-shot show-showed-shown
    shrink-shrank-shrunk shut-shut-shut sing-sang-sung sink-sank-sunk sit-sat-sat slay-slew-slain
    speak-spoke-spoken spend-spent-spent spill-spilled-spilt split-split-split spread-spread-spread
    stand-stood-stood steal-stole-stolen stick-stuck-stuck strike-struck-struck swear-swore-sworn
    sweep-swept-swept swell-swelled-swollen swim-swam-swum swing-swung-swung take-took-taken
    teach-taught-taught tear-tore-torn tell-told-told think-thought-thought throw-threw-thrown
    undergo-underwent-undergone understand-understood-understood uphold-upheld-upheld
    upset-upset-upset wake-woke-woken wear-wore-worn wed-wed-wed win-won-won
    withdraw-withdrew-withdrawn withhold-withheld-withheld write-wrote-written
"""

_AUXILIARIES = frozenset(
    """
    is are was were be been has have had will would shall should can could may might must do does did
    isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't shouldn't can't cannot couldn't
    mustn't don't doesn't didn't ain't
    """.split()
)
_STATES = frozenset("dead injured missing trapped stranded homeless".split())
"""What headlines say of people without a verb: "Five dead"."""

_NO_VERBS = frozenset(
    """
    united hundred red bed need seed speed breed indeed sacred naked wicked rugged beloved so-called
    alleged embed aged armed unnamed unprecedented renowned mixed limited supposed proposed estimated
    advanced detailed one-sided divided shared
    """.split()
)
_VOWELS = frozenset("aeiou")


def _s_form(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _past_forms(verb: str) -> set[str]:
    if verb.endswith("e"):
        return {verb + "d"}
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return {verb[:-1] + "ied"}
    doubled = verb + verb[-1] + "ed"
    if len(verb) > 2 and verb[-1] not in "aeiouwxyh" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        # "banned" and "opened" both follow this spelling: which of them doubles is a matter of stress
        return {doubled, verb + "ed"}
    return {verb + "ed"}


def _forms() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    bases, nouns = set(_VERBS.split()), set(_VERBS_AND_NOUNS.split())
    irregular = {
        base: (past, participle)
        for base, past, participle in (entry.split("-") for entry in _IRREGULAR.split())
    }
    bases = (bases | nouns | set(irregular)) - _AUXILIARIES
    singular = {_s_form(base) for base in bases - nouns}
    past: set[str] = set()
    for base in bases:
        past.update(irregular.get(base) or _past_forms(base))
    sure = (singular | past | _AUXILIARIES | _STATES) - bases - _NO_VERBS
    possible = {_s_form(base) for base in nouns} - sure
    return frozenset(sure), frozenset(possible), frozenset(bases - sure)


SURE, POSSIBLE_SINGULAR, BASE = _forms()
"""Forms that are verbs; forms in -s that may be plural nouns ("strikes"); base forms ("win", "become")."""

PLAIN_BASE = BASE - frozenset(_VERBS_AND_NOUNS.split())
"""Base forms that are verbs alone ("kill", "become")."""

PARTICIPLES = frozenset(entry.split("-")[2] for entry in _IRREGULAR.split()) - frozenset(
    entry.split("-")[1] for entry in _IRREGULAR.split()
)
"""Participles that are no past forms too ("known", "stolen")."""


def is_sure_verb(word: str) -> bool:
    """Whether a lower-case word is a verb where it stands between a subject and what follows."""
    return word in SURE or (
        word.endswith("ed") and len(word) > 5 and word not in _NO_VERBS and word not in BASE
    )
