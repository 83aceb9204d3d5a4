"""Closed lists of English words that the entity finder leans on. All lower case."""

from __future__ import annotations

HONORIFICS = frozenset(
    "mr mr. mrs mrs. ms ms. mx mx. miss dr dr. prof prof. sir dame madam señor señora monsieur"
    " madame herr frau sheikh shaikh imam ayatollah rabbi reverend rev rev. fr fr. hon hon. lord lady".split()
)
"""Forms of address: never part of a name, and no role."""

REGNAL_TITLES = frozenset("king queen prince princess pope emperor sultan emir".split())
"""Titles that stay with a single name: nobody knows Pope Francis as "Francis"."""

FORMAL_TITLES = frozenset(
    "president premier chancellor senator congressman congresswoman prime minister vice deputy former"
    " ex-president ambassador".split()
)
"""Titles that open no name of an organisation or place, unlike "General" or "King"."""

ABBREVIATED_TITLES = frozenset(
    "brig brig. sen sen. rep. gov gov. gen. lt lt. col. maj maj. capt capt. cmdr cmdr. adm adm. sgt sgt."
    " cpl cpl. insp."
    " supt.".split()
)

ROLE_NOUNS = frozenset(
    """
    academic accountant activist actor actress adviser advisor advocate agent aide ally ambassador analyst
    anchor anthropologist archaeologist archbishop architect artist astronaut astronomer athlete attorney
    aunt author banker baron baroness barrister biker billionaire biologist bishop blogger boss boxer
    boyfriend broadcaster broker brother builder businessman businesswoman campaigner candidate captain
    cardinal caretaker carpenter ceo cfo chair chairman chairperson chairwoman champion chancellor chaplain
    chef chemist chief choreographer clerk climatologist co-author co-chair co-director co-founder co-owner
    coach coastguard colleague colonel columnist comedian commander commissioner composer comptroller
    conductor congressman congresswoman conservationist constable consul consultant contractor controller
    coo cook coordinator corporal correspondent councillor councilman councilwoman counsel counsellor
    counselor counterpart cousin crewmember cricketer critic cto curator cyclist dancer daughter dealer dean
    defendant defender delegate dentist deputy designer detective developer dictator diplomat director
    dissident doctor driver ecologist economist editor educator emir emperor empress engineer entrepreneur
    envoy epidemiologist executive expert explorer farmer father father-in-law fiance fiancée filmmaker
    firefighter fisherman footballer forecaster forward founder gardener general geographer geologist
    geophysicist girlfriend goalkeeper golfer governor grandfather grandmother guitarist hairdresser head
    headmaster headteacher historian husband hydrologist inspector instructor inventor investigator investor
    journalist judge justice king landlord lawmaker lawyer leader lecturer legislator librarian lieutenant
    lobbyist magistrate major manager marshal master mathematician mayor mechanic mediator member
    meteorologist midfielder midwife militant millionaire minister moderator mogul monarch monk mother mp
    musician negotiator neighbor neighbour nephew neuroscientist niece nominee novelist nun nurse
    oceanographer officer official ombudsman operator opponent organiser organizer owner paediatrician
    painter paramedic parliamentarian partner pastor patriarch patron pediatrician philanthropist
    philosopher photographer physician physicist pilot pitcher planner player playwright plumber poet
    policeman policewoman politician pollster pontiff pope postmaster predecessor premier presenter
    president president-elect priest prime-minister prince princess principal producer professor programmer
    prosecutor provost psychiatrist psychologist publisher quarterback queen racer ranger rapper rebel
    receptionist rector referee refugee regent registrar regulator reporter representative researcher
    resident restaurateur retiree rival ruler runner sailor scholar schoolteacher scientist screenwriter
    sculptor secretary secretary-general seismologist senator sergeant sheriff shopkeeper singer sister
    skipper sociologist soldier solicitor son songwriter speaker specialist spokesman spokesperson
    spokeswoman sprinter star statistician strategist striker student successor sultan superintendent
    supervisor surgeon surveyor survivor suspect swimmer teacher technician tenant toxicologist trader
    trainer treasurer trustee tsar tutor tycoon uncle undersecretary vet veteran veterinarian vicar
    vice-chair vice-chairman vice-chancellor vice-president victim virologist volcanologist volunteer warden
    warlord whistleblower widow widower wife winger winner worker writer youtuber zoologist
        abbot admiral alderman anaesthetist apprentice astrophysicist attorney-general auctioneer bailiff
    barrister bassist beekeeper biochemist biographer bookseller bricklayer brigadier burgomaster
    captain-general cardiologist cartoonist censor chieftain cinematographer cleaner co-pilot commandant
    commissioner conscript convener convict cosmonaut councilmember courier criminologist curate
    defector delegate demographer dermatologist draughtsman drummer electrician envoy ethnographer
    fiddler firebrand fisher fisherwoman fishmonger footballer forester frontman fugitive geneticist
    glaciologist goldsmith governor-elect granddaughter grandee grandmaster grandson grocer guerrilla
    gunman gymnast gynaecologist hacker heir heiress herder hitman hostage ideologue imam immunologist
    influencer innkeeper innovator instigator insurgent interpreter jeweller jockey joiner journeyman
    jurist kingpin laureate lecturer lieutenant-governor linguist lobbyist locksmith marquess matriarch
    mayor-elect medic microbiologist middleweight milliner missionary navigator neurologist neurosurgeon
    newcomer nuncio obstetrician ombudswoman oncologist organist ornithologist palaeontologist
    paleontologist parliamentarian pathologist pensioner percussionist pharmacist pianist pilgrim
    pioneer poacher pollster postman potter pretender printmaker prodigy prosecutor-general provost
    qualifier rabbi registrar reservist ringleader rower runner-up salesman screenwriter seamstress
    seismologist senator-elect shareholder shepherd shoemaker skater skier smuggler snowboarder
    solicitor-general soprano spokeswoman spy spymaster standard-bearer statesman stateswoman stuntman
    stylist sub-editor surfer sympathiser tailor taxidermist tenor theologian tradesman trombonist
    trumpeter typesetter undergraduate vendor vice-premier viceroy villager violinist viscount waiter
    waitress watchmaker weaver weightlifter welder witness worshipper wrestler yachtsman zookeeper
    """.split()
)
"""Nouns that say what a person is or does, or whose relative."""

POINTING_NOUNS = frozenset("counterpart opponent predecessor rival successor".split())
"""Role nouns that say nothing without the name of the other one."""

RELATION_NOUNS = frozenset(
    """
    ally aunt boss boyfriend brother colleague counterpart cousin daughter deputy father fiance fiancée
    girlfriend granddaughter grandfather grandmother grandson head husband member mother neighbor neighbour
    nephew niece official
    opponent partner predecessor resident rival sister son star successor survivor suspect uncle victim
    widow widower wife
    """.split()
)
"""Role nouns that say little alone: they count only with "of ..." or with another word before them."""

ORGANISATION_NOUNS = frozenset(
    """
    advocacy agency airline alliance arm army association authority automaker bakery band bank bloc body
    brand brewer broadcaster brokerage builder bureau business carmaker carrier cartel chain charity
    chipmaker choir cinema city clinic club co-operative coalition college commission committee company
    conglomerate consortium consultancy contractor cooperative corporation council court daily department
    developer distributor drugmaker exchange faction farm federation festival firm force forum foundation
    fund gang giant grocer group grouping hospital importer industry initiative institute institution
    insurer investor lab laboratory league lender magazine maker manufacturer militia mill miner ministry
    monopoly movement museum network newspaper ngo non-profit nonprofit observatory operator orchestra
    organisation organization outfit outlet party platform producer project provider publication publisher
    regulator retailer school service shipyard society start-up startup state-owned studio subsidiary
    supermarket supplier tank team theatre think-tank tribunal trust union unit university utility venture
    watchdog website wholesaler wing workshop
        bookseller brokerage caterer confectioner dealership gallery journal junta lobby
    newsroom pharmacy refinery restaurant tabloid weekly winery
    """.split()
)
"""Nouns that say what kind of body an organisation is."""

PLACE_NOUNS = frozenset(
    """
    archipelago area atoll bay borough capital city coast community country county district enclave hamlet
    harbor harbour hub island lake municipality nation neighborhood neighbourhood peninsula port prefecture
    province region resort river settlement state stronghold suburb territory town township valley village
    volcano
    """.split()
)

ROLE_MODIFIERS = frozenset(
    """
    acting agriculture air army assistant associate attorney award-winning baseball basketball billionaire
    border business cabinet campaign caretaker centre-left centre-right chief church city civil climate club
    co college commerce communications community company congressional county cricket culture current
    defence defense deputy designate development digital economics economy education elect elected emergency
    emeritus employment energy environment ex executive exiled far-left far-right federal fellow film
    finance financial fire first fisheries football force foreign former founding gas general government
    head health home honorary hospital house housing human immigration incoming independent industry
    infrastructure intelligence interim interior investigative jailed junior justice labor labour lead
    leading left-wing legal local long-serving long-time longtime managing marketing media medical migration
    military mines mining national navy new news non-executive now-former oil operating opposition outgoing
    parliament parliamentary party permanent petroleum planning police policy political presidential press
    prime principal private program programme project provincial public radio ranking regional relief
    religious rescue research retired right-wing rights rugby ruling safety school science second security
    senate senior shadow sitting social special spiritual sport sports state supreme team technical
    technology television tennis then top tourism town trade transport transportation treasurer treasury tv
    under union university veteran vice vice-presidential village water welfare world
    """.split()
)
"""Words that stand before a role noun and belong to it."""

PHRASE_STARTERS = frozenset(
    "former ex ex- then acting current outgoing incoming late retired now-former".split()
)
"""Words that open a role: what stands before them is another's, unless it is a possessor or a people."""

DETERMINERS = frozenset(
    "the a an his her their its our my your this that these those another one some any".split()
)

PREPOSITIONS = frozenset(
    """
    about above across after against along amid among around as at before behind below beneath beside
    besides between beyond by despite down during except following for from in including inside into like
    near of off on onto outside over past per since through throughout till to toward towards under unlike
    until up upon versus via with within without
    """.split()
)

FINITE_VERBS = frozenset(
    """
    accuse accuses added agreed am announced announces appeared appoints are argued argues arrests ask asked
    asks backs be beat beats became become becomes been began begin begins being blamed blames bought brings
    brought built called came can claimed claims closed come comes confirmed confirms could criticised
    criticises criticized criticizes cut defeated defeats denied denies did do does elects explained
    explains falls fell felt finds found gave get gets give gives go goes got grew grows had has have having
    heard held hit hold holds hoped hopes insisted insists is joined joins keep keeps kept kills knew know
    knows leads leave leaves led left let lets lived lives lose loses lost made make makes may meet meets
    met might must opened ordered ought paid planned plans praised praises put puts ran remained remains
    replaces reports rises rose runs said sat saw say says see seems sees sent set shall should showed shows
    sits sold speak speaks spent spoke stands stood take takes tell tells thanked thanks think thinks
    thought told took tried tries urge urged urges used uses visited visits wanted wants warn warned warns
    was went were will win wins won worked works would write writes wrote
    """.split()
)
"""Forms of verbs that a noun phrase does not hold."""

CONNECTIVES = frozenset(
    """
    according again ago all already also although and because both but concerning each earlier either even
    every few he here hers herself him himself how however i if it itself just later many me meanwhile mine
    more most much neither never no nor not now only or ours please regarding she so still than that theirs
    them there they though today tomorrow tonight too us very we what when where whereas whether which while
    who whom whose why yes yesterday yet you yours
    """.split()
)

FUNCTION_WORDS = DETERMINERS | PREPOSITIONS | FINITE_VERBS | CONNECTIVES
"""Words before which a role ends, and which are no name however they are capitalised."""

SAYING_VERBS = frozenset(
    "said says told tells added adds asked asks wrote writes argued argues insisted insists explained warned"
    " warns announced claimed denied confirmed tweeted replied recalled testified declared noted vowed"
    " pledged urged".split()
)

CALENDAR_WORDS = frozenset(
    """
    a.m. am apr apr. april aug aug. august autumn bst cet christmas dec dec. december easter edt est feb
    feb. february fri friday fridays gmt halloween jan jan. january jul. july jun. june mar. march may mon
    monday mondays new-year nov nov. november oct oct. october p.m. pm pst ramadan saturday saturdays sep.
    sept sept. september spring summer sunday sundays thanksgiving thu thurs thursday thursdays tue tues
    tuesday tuesdays utc wed wednesday wednesdays winter
    """.split()
)

ORGANISATION_ENDINGS = frozenset(
    """
    academy administration agency airlines airways alliance archive archives army assembly associates
    association athletic authority bakery bank board brewery brigade brotherhood bureau cabinet cannery
    center centre charity chronicle church club co co. coalition college commission committee companies
    company confederation congress conservancy consortium cooperative corp corp. corporation corps council
    courier court daily department diocese directorate division energy enterprises exchange express fc
    federation ferries fire foods force forces foundation front fund gallery gazette group guard guardian
    herald holdings hospital inc inc. industries initiative institute institution international journal
    laboratories laboratory labs league library limited line lines llc llp ltd ltd. magazine media medical
    ministry mission motors movement museum network news observatory observer office orchestra organisation
    organization parliament partners party petroleum pharmaceuticals plc police post press project radio
    railway regiment research rovers school schools secretariat senate service services shipyard society
    solutions store stores studios survey systems technologies technology telegraph theatre times transport
    tribunal tribune trust union united university ventures wanderers watch weekly works
    """.split()
)
"""Words that end the name of an organisation, or stand alone for one."""

ORGANISATION_HEADS = frozenset(
    """
    academy army association bank bishop board bureau church college commission committee confederation
    council court department federation house institute league ministry museum office organisation
    organization school secretariat society trust union university
    """.split()
)
"""Words after which "of ..." goes on with the name: "Ministry of Health"."""

PLACE_BEGINNINGS = frozenset("port fort mount mt mt. lake cape isle gulf".split())
"""Words that begin the name of a place."""

DIRECTIONS = frozenset("north south east west northeast northwest southeast southwest".split())
"""Alone, no name."""

EVENT_ENDINGS = frozenset(
    "act award awards bill championship championships cup day games marathon medal open oscar prize war week"
    " year olympics prix series derby finals tournament trophy treaty accord accords".split()
)
"""Words that end the name of an event, a law or a prize: no person, body or place."""

SURNAMES_FIRST = frozenset("xi li wang zhang chen kim park lee moon yoon choi han nguyen tran pham".split())
"""Family names that stand first in East Asian names, and so for the whole name."""

COMMON_ACRONYMS = frozenset(
    "AI AIDS CCTV CEO CFO CO2 COVID COVID-19 CT DIY DNA DVD GDP GMT GPS HIV ID LGBT LGBTQ MP MRI MRNA OK PC"
    " PDF PIN PM PR QR RNA SMS SUV TV UFO URL USB UTC UV VAT VIP VPN".split()
)
"""Words in capitals that name nobody and nothing."""

STORM_WORDS = frozenset("hurricane typhoon cyclone storm tropical".split())
"""What follows is named like a person and is none."""

VESSEL_NOUNS = frozenset(
    """
    barge battleship boat bulker carrier corvette cruiser cutter destroyer dredger ferry flagship
    freighter frigate icebreaker lander liner lugger minesweeper orbiter probe rocket rover satellite
    schooner ship spacecraft steamer submarine supertanker tanker telescope trawler trimaran tug tugboat
    vessel warship yacht
    """.split()
)
"""What bears a name and is no person, body or place: ships and spacecraft."""

WORK_NOUNS = frozenset(
    """
    album anthem ballad ballet blockbuster book cartoon comedy comic debut documentary drama epic essay
    exhibition fable film game memoir movie musical novel novella opera painting play poem portrait remake
    romance saga sculpture sequel series show single sitcom song soundtrack symphony thriller tragedy
    triptych
    """.split()
)
"""Works, whose titles are no names here."""

PLACE_ENDINGS = frozenset(
    """
    airport avenue basin bay beach boulevard bridge canal canyon cape castle coast coasts county creek dam
    delta desert district falls fjord forest gulf harbor harbour head heights hill hills island islands
    junction lake lane mountain mountains ocean park peninsula plaza point port prefecture province reef
    region republic reservoir river road sea square station strait straits street territory town township
    tunnel valley village woods
    """.split()
)

TRADES = frozenset(
    """
    aerospace ai analytics aviation beverages biosciences biotech capital cargo cement chemicals coal
    consulting copper cosmetics dairy electronics engineering estates freight insurance logistics metals
    minerals mining oil pharma plastics properties publishing resorts robotics rubber sciences securities
    semiconductor semiconductors shipping software steel telecom terminals textiles therapeutics ventures
    wireless
    """.split()
)
"""What companies deal in, and so end their names with."""

BODY_BEGINNINGS = frozenset(
    """
    banca banco banque caisse caja cassa compagnie compañía crédit credito crédito deutsche groupe grupo
    gruppo movimiento parti partido partito radio sociedad société
    """.split()
)
"""Words of other languages that begin the names of companies, parties and stations."""
