"""What says by its own words that it belongs to the page: a pattern for each kind of line."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 700
"""Characters of a sentence that are looked at; what is longer is quoted nowhere."""
LONGEST_LABEL = 90
"""Characters of a line that is no sentence: a timestamp, a byline, a button."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_AGENCY = (
    r"(?:reuters|ap|afp|cnn|bbc|upi|dpa|efe|ansa|tass|xinhua|kyodo|yonhap|pti|ani|ians|bloomberg|pa|aap|epa"
    r"|swns"
    r"|the\ associated\ press|press\ association|agence\ france-presse|agencies|wires?|news\ services?)"
)
_SITE = (
    r"(?:facebook|twitter|x|whatsapp|instagram|linkedin|pinterest|reddit|telegram|youtube"
    r"|tiktok|threads|flipboard)"
)
NAME = r"(?-i:[A-ZÀ-Þ][\w.'’-]*(?:\ (?:and\ |de\ |van\ |al-)?[A-ZÀ-Þ][\w.'’-]*){0,4})"
_PAPER_JOB = (
    r"(?:reporter|correspondent|journalist|columnist|editor|writer|producer|photographer|contributor|blogger"
    r"|critic"
    r"|fellow|freelancer|intern|author|analyst)"
)

# --- what a sentence opens on -------------------------------------------------------------------------------

_CALLS = rf"""
    (?:explore|discover)\ more(?:\ ?:|\ (?:from|on|stories)\b|[.!]?$) | be\ the\ first\ to\ comment\b
  | visit\ \S+\.(?:com|org|net|co\.uk|gov)\S*\ (?:for|to)\b | for\ confidential\ support\b
  | turn\ on\ notifications\b | skip\ advertisement\b | (?:tags|topics|filed\ under|categories|keywords)\ ?:
  |
    read\ our\b | more:\s | from\ (?:the|our)\ archives?\s?(?::|$) | don['’]t\ miss\ (?:our|the\ latest
        |out\b|a\ (?:thing|story))
  | want\ (?:more|to\ (?:read|know|see|hear)\ more)\b[^?]{{0,60}}\? | (?:please\ )?check\ back\ (?:for|soon
      |later|here)\b
  | listen\ to\ (?:this|the)\ (?:article|story|podcast|episode)[.!]?$ | add\ us\ as\b
  | report\ (?:an?|this)\ (?:typo|error|correction|problem|issue|ad|comment)\b[^.]{{0,30}}$ | our\ standards:
  | (?:you\ can\ )follow\ (?:us|{NAME}|him|her|them)\ (?:on|at)\b
  | read\ (?:more|also|next|(?:the|our)\ full\b|or\ share\ this|all\ (?:comments|about)
        |the\ original)(?!\ (?:than|books))\b
  | read:\s | read\ \| | (?:also|must|further|recommended|more)\ read(?:ing|s)?\ ?[:|–—-]
  | (?:see|read|watch|listen)\ also\b | also\ (?:see|watch|on\ \w+)\ ?[:|]
  | (?:related|recommended|suggested)(?:\ (?:articles?|stor(?:y|ies)|links?|topics?|content|coverage|news
      |reading|posts?))?\ ?(?::|\||$)
  | related\ (?:articles?|stories|links|topics|content)\s+(?-i:[A-Z'‘"“])
  | more\ (?:news(?:$|:)|on\ this\b|from\ (?:the\ )?{NAME}\s?(?::|$)|stories\ (?:$|like|from)|coverage:
      |about:|like\ this$)
  | most\ (?:read|popular|viewed|shared|commented)\b[^.]{{0,30}}$ | trending(?:\ (?:now|stories
      |topics))?\ ?(?::|$)
  | you\ (?:may|might)\ also\ (?:like|be\ interested) | (?:top|latest|breaking|popular)\ (?:stories|news
      |headlines|videos)(?:\ (?:from|in|on)\ [^.]{{1,30}})?(?:$|:)
  | story\ highlights\b | (?:key\ (?:points|takeaways)|highlights|in\ (?:pictures|photos|video))\ ?(?::|$)
  | (?:watch|listen)(?:\ (?:live|now|this|the\ (?:full\ )?(?:video|interview|moment|debate)(?:\ (?:below
      |above|here|in\ full))?|more|below|here|again|on\ (?:youtube|iplayer)))?\ ?(?::|\||[.!]?$)
  | (?:click|tap|swipe|hover)\ (?:here|to|on|below|through)\b | scroll\ (?:down|to|for)\b
  | (?:continue|keep)\ reading\b | (?:story|article)\ continues\b | skip\ (?:to|advert|ad|past)\b
      | skip\ .{{1,60}}\ and\ continue\ reading
  | (?:back\ to\ top|jump\ to|go\ to)\ (?:the\ )?(?:top|content|comments|navigation|homepage|main)\b
      | back\ to\ top\b
  | for\ more\ (?:on\ this\ (?:story|topic)|(?:news|stories|information|details),?\ (?:visit|go\ to|see
      |click|follow|sign|download|contact|call|on\ how))
  | (?:visit|go\ to)\ (?:our|us\ (?:at|on))\b | (?:find|learn)\ (?:out\ )?more\ ?(?:$|:|about\ (?:how\ we
      |our|us\b)|here\b|at\ (?:www|http))
  | download\ (?:the|our)\ (?:[\w’']+\ ){{0,4}}app\b | get\ (?:the|our)\ (?:[\w’']+\ ){{0,4}}(?:app
      |newsletter)\b
  | get\ (?:(?:the|our|all\ the|more|breaking|daily|free|unlimited|full)\ ){{1,3}}[^.]{{0,50}}\b(?:inbox
      |e-?mails?|alerts|access|updates|subscri\w+)\b
  | vote\ in\ our\ poll | take\ (?:our|the)\ (?:quiz|survey|poll)\b | (?:play|start|view|show|open|close
      |expand|launch|see)\ (?:the\ )?(?:slideshow|gallery|video|audio|player|full\ screen|all\ (?:photos
      |images|pictures|comments))\b(?!\ (?:of|that|which|shows|showed))
"""
_SHARING = rf"""
    share\ (?:this\ (?:article|story|page|post|on|with|link|video|:)|this$|on\ {_SITE}\b|via\b|full\ article
        |now$|with\ friends|your\ (?:views|thoughts|story|experience|comments))
  | share$ | (?:share|tweet|email|e-mail|print|save|pin|post|comments?|copy\ link|whatsapp|facebook|twitter
      |linkedin|reddit|messenger|gift|bookmark)
      (?:(?:\s*[|,/·•]\s*|\s+)(?:this|by|share|tweet|e-?mail|print|save|pin|post|comments?|copy(?:\ link)?
      |link|on|via|with|it|an?|article|story|{_SITE}|messenger|sms|more|gift|bookmark|\d+))+[.!]?$
  | (?:tweet|retweet|pin\ it|print|e-?mail|bookmark|copy\ (?:link|url)|link\ copied)(?:\ (?:this|article
      |story|link|page|to\ (?:a\ )?friend))*[.!]?$
  | follow\ (?:us|@|the\ author|our|{NAME}\ on\ {_SITE}|(?:him|her|them)\ (?:on|at|@)|the\ (?:latest
      |topics?|conversation)\ (?:on|with|in)|[^.]{{1,40}}\ on\ (?:{_SITE}|google\ news)\b)
  | (?:like|find|join|connect\ with|tweet|message)\ us\ (?:on|at|@)\b | join\ (?:the\ (?:conversation
      |discussion|debate)(?:\ (?:on|below|in\ the)\b|[.!]?$)|our\ (?:\w+\ )?(?:channel|group|community
      |newsletter|mailing\ list))
  | \d[\d,.km]*\ (?:shares?|comments?|likes?|retweets?|views?|reactions?)$ | (?:no|view|show|hide|add|leave
      |post|read|write|load)\ (?:a\ |all\ |your\ |more\ |the\ |\d+\ )?(?:comments?|repl(?:y|ies))\b
  | comments\ (?:are|have\ been)\ (?:closed|moderated|disabled|turned\ off) | comments?\ ?(?:\(\d+\)|:|$)
      | (?:log|sign)\ in\ to\ (?:comment|your|leave|read|continue|follow)\b
  | what\ do\ you\ think\?\ (?:tell|let|share|join|comment) | let\ us\ know\ (?:what\ you\ think\b
      |in\ the\ comments|your\b|at\b|by\ e?mail)
  | have\ your\ say | tell\ us\ (?:what\ you\ think|your|in\ the\ comments|about\ your)
"""
_SUBSCRIBING = r"""
    sign\ up\ (?:for|to|here|now|today|below|and|with)\ (?!(?:for\ )?(?:\w+\ ){0,3}(?:classes|courses
        |lessons|health\ insurance|coverage)\b.*\b(?:said|says)\b) | sign\ up$
  | subscribe\ (?:to|now|today|here|for|and|on|with|via|below|from|or)\b | subscribe[.!]?$
      | (?:\+\ ?)?subscribe\ (?:thank\ you)
  | thank(?:s|\ you)\ for\ (?:subscribing|reading|signing\ up|your\ (?:subscription|feedback)|registering
      |watching|supporting\ our)\b
  | (?:already|not\ (?:yet\ )?)\ ?(?:a\ |an\ )?(?:subscriber|member|registered|subscribed)\b[^.]{0,30}(?:\?
      |$) | this\ (?:article|story|content|page)\ is\ (?:only\ |exclusively\ )?(?:for|available\ to
      |reserved\ for|free\ to|locked|exclusive\ to)\b
  | to\ (?:continue|keep)\ (?:reading|watching|enjoying)\b | you\ (?:have|['’]ve)\ (?:\d+|\w+
      |reached\ your)\ (?:free\ |remaining\ )?(?:articles?|stories|limit)\b | you\ (?:have
      |['’]ve)\ reached\ (?:your|the)\ [^.]{0,30}(?:limit|articles)
  | (?:register|create\ (?:a\ free|an)\ account|log\ in|become\ a\ (?:member|subscriber|supporter))\ (?:to
      |now|for\ free|today|here|or)\b | support\ (?:our|independent|quality)\ (?:[\w-]+\ ){0,2}journalism
  | please\ (?:enable|disable|log|sign|subscribe|refresh|try\ again|consider\ (?:supporting|donating
      |subscribing|making)|enter\ (?:a|your)|check\ your\ (?:inbox|email)|note:|turn\ off
      |update\ your\ browser|select\ (?:a|your)|include\ your\ name)\b
  | could\ not\ subscribe | invalid\ e-?mail | we\ (?:use|will\ use)\ your\ (?:sign-up|e-?mail|data
      |information|details) | (?:the\ )?(?:newsletter|e-?mail)\ address\b.{0,20}$
  | (?:delivered|sent)\ (?:straight\ |directly\ |daily\ )*to\ your\ inbox | enter\ your\ e-?mail
"""
_ADVERTS = r"""
    advertisement\b(?!\ (?:\w+\ )?(?:was|is|for|in|on|that|which|by|featuring|showed|campaign|revenue|has
        |had|said|aired)) | advertising$ | sponsored(?:\ (?:content|by|links?|stories
        |post)\b(?!\ \w+\ \w+\ (?:was|is|were))|$)
  | promoted(?:\ (?:content|stories|by))?$ | paid\ (?:content|post|partnership|for\ by) | ad(?:\s|$)(?:\d
      |feedback|choices|$) | (?:powered|recommended|presented)\ by\ \S+(?:\ \S+)?$
  | shop\ (?:now|the\ look)$ | buy\ (?:now|tickets|here|this\ (?:book|photo))[.!]?$ | loading(?:\.\.\.|…
      |\ (?:comments|video|the\ player))?[.…]*$ | (?:this\ )?(?:article|page|post)\ (?:contains|includes
      |may\ contain)\ (?:affiliate|advert|sponsored|content\ provided)
  | we\ may\ (?:earn|receive|get)\ (?:a\ )?(?:small\ )?(?:commission|affiliate)
"""
_PICTURES = rf"""
    all\ (?:photographs|photos|images|pictures)\ (?:by|courtesy|:)\b | representational\ (?:image|photo
        |picture)\b
  |
    (?-i:FILE)\s?[-–—]\s?(?-i:[A-ZÀ-Þ“"‘']) |
    (?:(?:file\ |hand-?out\ |library\ |stock\ )?(?:photo(?:s|graphs?)?|images?|pictures?|pics?|video|footage
        |graphic|illustration|map|chart|caption|cartoon|credit|credits|screengrab|screenshot)|media
        |file)(?:\ (?:by|caption|copyright|credits?|courtesy(?:\ of)?|source|gallery|via|provided\ by
        |supplied))?\s?[:/]
  | (?:photo(?:s|graphs?)?|images?|pictures?|pics?|video|footage|illustration)\ (?:by\ {NAME}(?:[/,;]|\ ?$
      |\ (?:for|via)\b)|courtesy\ of\b|credit|provided\ by|via\ {NAME}|copyright)
  | (?:image|media|video|photo|picture)\ (?:copyright|caption|source|credit)s?\b(?!\ (?:law|rules?|claims?
      |holders?|infringe\w+|is|was|has|said|agency|lawsuit))
  | (?:hide|show|toggle|view|read|close|open)\ (?:image\ |photo\ )?captions?$ | (?:enlarge
      |expand)\ (?:this\ )?(?:image|photo|picture)?$ | media\ playback\b | file\ (?:photo|picture
      |image)s?\b(?!\ (?:sharing|storage))
  | \d+\s*/\s*\d+\s+(?!(?:percent|of|per|cent|victims|terror|attacks?|inches|vote|majority|a|an|the|mile
      |commission|memorial)\b)(?=[A-Z"“‘'(])(?-i:["“‘'(]?[A-Z]) | (?:photos?|images?|slides?
      |pictures?)?\s?\d+\ of\ \d+(?:\s*[:|.,-]|\s+(?-i:[A-Z])|$)
  | (?:a|an|this)\ (?:hand-?out|undated|file|combination|general\ view|screen\ ?grab
      |satellite)(?:\ (?:hand-?out|undated|file|family|police|booking))?\ (?:photo(?:graph)?|picture|image
      |photos|pictures|view)\ (?:shows?|of|released|provided|taken|from|made\ available|dated)\b
  | \(?(?:from\ left|left\ to\ right|l-r|clockwise\ from|pictured(?:\ (?:above|below|left|right
      |here))?)\s?[:,]
"""
_ABOUT_ARTICLE = rf"""
    this\ is\ a\ (?:developing|breaking)\ (?:news\ )?story\b
        | the\ {NAME}\ is\ not\ responsible\ for\ the\ content\b
  | your\ (?:subscription|support|donation|contribution)s?\b.{{0,40}}\b(?:supports?|helps?|funds?|makes?
      |keeps?)\b.{{0,40}}\b(?:our|us|journalism)\b
  |
    \(?(?:with\ )?(?:additional\ |further\ |extra\ )?(?:reporting|writing|editing|compiled|translat(?:ed|ion)
        |inputs?|contributions?)\ (?:by|from)\ (?:our\b|{NAME}|{_AGENCY})
  | \(?(?:with\ )?(?:agency|agencies|wire|bureau)\ inputs | \(?with\ (?:files|reporting|reports|information
      |inputs|contributions)\ from\b | \(?source:\s | \(?sources?:\s(?-i:[A-Z])
  | (?:—|--?|–)\ ?(?:by|with)\ {NAME}(?:$|[,.])
  | copyright\ (?:©|\(c\)|\d{{4}}|notice) | ©\ ?(?:\d|(?-i:[A-Z]))| \(c\)\ \d{{4}}
  | (?:editor|publisher|author|writer|reader)[’']?s?[’']?\ notes?\b\s?(?::|[-–—]|\ ?$|\ ?\()
      | corrections?(?:\ (?:and\ clarifications?|\([^)]*\)|appended|of\ [^.:]{{1,30}}))?\s?(?::|$)
      | clarifications?(?:\ \([^)]*\))?: | an\ earlier\ version\ of\ (?:this|the)\ (?:article|story|report
      |headline|post|caption|page|video|graphic)
  | a\ previous\ version\ of\ (?:this\b|the\ (?:article|story|report|headline|post|caption|page|video
      |graphic)) | the\ (?:story|article|headline|post|caption|piece)\ (?:(?:was|has\ been)\ (?:originally
      |first|corrected|amended|updated)\b|first\ appeared|originally)
  | this\ (?:story|article|report|post|page|headline|piece|caption|column|interview|transcript|op-?ed
      |live\ blog|content|essay|blog)\ (?:was|has\ been|is\ being|is\ part|is\ based|is\ developing
      |will\ be\ updated|appears|first\ appeared|originally|is\ (?:an?|the)\ [^.]{{0,30}}(?:edited|version
      |extract|excerpt)|contains|includes|may\ have|is\ republished)\ ?(?!\s*(?:an?\ )?(?:lie|false|fake
      |untrue|hoax|wrong|nonsense)\b)
  | (?:originally|first)\ (?:published|posted|aired|appeared)\b(?!\ in\ \d{{4}}\b) | republished\ (?:with
      |from|by)\b
  | (?:first\ |last\ |originally\ )?(?:updated?|published|posted|modified|created|filed)\s?(?:at|on|:
      |\ (?=\d|(?-i:[A-Z])))\s?(?:on\ |at\ )?(?:\W{{0,3}}(?:\d{{1,4}}|{_MONTH}|mon|tue|wed|thu|fri|sat|sun
      |today|yesterday|edt|est|gmt|bst|pm|am)|$)
  | (?:first\ )?(?:updated?|published|posted):?\ ?\.?$ | last\ (?:updated|modified|edited|reviewed)\b
      | (?:updated?|published|posted)\s?:
  | (?:the\ )?views\ expressed\ (?:in\ this|are|here|by\ the\ author)\b
      | the\ opinions\ expressed\ (?:in\ this|are|here)\b | (?:the\ )?(?:views
      |opinions)\ (?:and\ opinions\ )?expressed\b
  | all\ times\ (?:are\ )?(?:local|gmt|et|bst|eastern|in)\b | (?:terms\ (?:of\ (?:use|service)
      |and\ conditions)|privacy\ (?:policy|notice)|cookie\ (?:policy|settings)|about\ us|contact\ us
      |advertise\ with\ us|site\ map|accessibility)(?:\s*[|·•/]|$|\ (?:privacy|terms|cookie|contact|about))
  | got\ a\ (?:story|tip|news)\b | do\ you\ have\ (?:(?:a|any)\ )?(?:story|news|tip
      |information\ about\ this(?:\ \w+)?)\b | (?:have\ you|are\ you|were\ you|did\ you
      |do\ you)\ (?:been\ )?(?:affected\ by|a\ (?:victim|witness)\ (?:of|to)|there\?|in\ the\ area
      |witness(?:ed)?\ )[^.]{{0,120}}(?:\?|e?mail|share|contact|tell\ us)
  | if\ you\ (?:have\ been\ affected|(?:or\ someone\ you\ know\ )?(?:are|is|need|have\ been)\ (?:affected
      |struggling|in\ crisis|support|help)|are\ having\ suicidal|are\ reading\ this\ page
      |would\ like\ to\ (?:comment|contact|share|subscribe)|no\ longer\ wish|enjoyed\ this
      |have\ (?:a\ (?:story|tip|comment|news)|more\ information\ (?:on|about)\ this\ story))\b
  | (?:you\ can\ )?(?:contact|reach|email|e-mail|write\ to|message|call|text)\ (?:us|the\ (?:author|reporter
      |writer|newsroom|editor|newsdesk)|{NAME})\ (?:at|on|via|by|:)\s?[^.]{{0,40}}(?:@|https?:|\d{{3}}|here
      |e-?mail|whatsapp|{_SITE})
  | (?:e-?mail|contact|phone|tel|fax|twitter|whatsapp|telephone|instagram|facebook|website|web)\s?:\s?\S+
      | e-?mail\ (?:us|him|her|them|\S+@|{NAME}\ at)\b
"""
_CONSENT = r"""
    by\ (?:clicking|continuing\ to|subscribing|signing\ up|submitting|using\ (?:this|our)|registering
        |entering\ your)\b(?:.{0,80}\b(?:you|we|our)\b|\W*$)
  | (?:we|this\ (?:web)?site|our\ partners|our\ (?:web)?site)\b.{0,40}\bcookies\b | (?:accept|manage|reject
      |allow)\ (?:all\ |your\ |my\ )?(?:cookies|cookie|preferences|privacy)\b[^.]{0,30}$
  | your\ (?:privacy|consent|choices|data)\b[^.]{0,40}(?:$|:|matters|important) | this\ (?:content|video
      |post|embed|map)\ (?:is\ provided|is\ hosted|can['’]?t|cannot|can\ not|is\ not\ available
      |is\ unavailable
      |requires|isn['’]?t)\b
  | (?:your|this)\ browser\b.{0,60}\b(?:support|javascript|update|outdated|html5|video)
  | to\ (?:see|view|display|show|use|play|watch|enable|activate)\ (?:this|the|our)\ (?:content|video|embed
      |post|page|feature|map|graphic)\b
  | we['’]?(?:re|\ are)\ sorry,\ (?:this|but\ this|an\ error|the\ page|your)
      | an\ error\ (?:has\ )?occurred | (?:sorry,\ )?something\ went\ wrong[.,!]*(?:$|\ (?:please|try
      |and\ we)\b) | (?:video
      |audio)\ (?:player|is)\ (?:is\ )?(?:loading|unavailable|not\ available)
"""
_OPENING = re.compile(
    "|".join((_CALLS, _SHARING, _SUBSCRIBING, _ADVERTS, _PICTURES, _ABOUT_ARTICLE, _CONSENT)),
    re.IGNORECASE | re.VERBOSE,
)

# --- what stands anywhere in it -----------------------------------------------------------------------------

_INSIDE = re.compile(
    rf"""
    \b(?:photograph|photo|picture|image|credit)s?:\ {NAME}(?:/[^.]{{2,40}})?$ | [\[(]{NAME}/{NAME}[\])]$
  | \ball\ rights\ reserved\b | \bcontributed\ (?:to|reporting\ (?:to|for|from))\ (?:this|the)\ (?:report
        |story|article|post|piece)\b
  | \bcontributed\ reporting\b | \bcontributed[.]?$ | \bcontributed\ from\ {NAME}[.]?$
  | \bopens\ in\ (?:a\ )?new\ (?:window|tab)\b | \benable\ javascript\b
      | \breceive\ (?:push\ )?notifications\b
  | \bmay\ not\ be\ (?:published,\ broadcast|reproduced|copied|redistributed)
  | \b(?:getty\ images?|ap\ photo|shutterstock|istock(?:photo)?|reuters/\w|alamy|afp/\w|/(?:afp|getty|epa|pa
      |reuters)\b)
  | \bpic\.twitter\.com/ | \(@\w{{2,20}}\)\ (?:on\ )?{_MONTH}\ \d
  | \b(?:our|your)\ [^.]{{0,40}}\b(?:newsletters?|privacy\ policy|cookie\ (?:policy|settings|notice)
      |terms\ of\ (?:use|service)|inbox)\b
  | \byour?\b.{{0,80}}\b(?:unsubscribe|push\ notifications)\b | \bsend\ (?:us\ )?(?:your
      |an?)\ (?:\w+\ )?(?:tips?|e-?mail|letters?|comments|photos)\ to\ (?:us\b|our\b|\S+@)
  | \bfollow\ (?:him|her|them|us|me)\ (?:on\ {_SITE}\b|at\ @|@) | (?:\ on\ {_SITE}|tweets?\ (?:at
      |as))\s?(?::|at)?\ @\w+[.]?$
  | \bthis\ (?:story|article|report|post|piece|interview)\ (?:was\ (?:originally|first|produced|reported
      |edited|updated|written|co-?published|published)|has\ been\ (?:updated|corrected|edited|amended
      |changed)|first\ appeared)\b
  | \bfor\ our\ (?:free\ |daily\ |weekly\ )*newsletter\b | \bis\ (?:supported
      |funded)\ by\ (?:readers\ like\ you|your\ donations)\b | \breal-?time\ notifications\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIGNS = (
    *("reserved", "contribut", "new window", "new tab", "javascript", "notifications", "may not be", "getty"),
    *("ap photo", "shutterstock", "istock", "alamy", "/"),
    *(
        "pic.twitter",
        "@",
        "newsletter",
        "privacy policy",
        "cookie ",
        "terms of ",
        "inbox",
        "unsubscribe",
        "send ",
    ),
    *("follow ", "this story", "this article", "this report", "this post", "this piece", "this interview"),
    *("photograph:", "photo:", "picture:", "image:", "credit:"),
    *("photographs:", "photos:", "pictures:", "images:", "credits:"),
    *("by readers", "your donations", "real-time", "realtime"),
)
"""Where none of these is, nothing of `_INSIDE` is: a quick look that spares the slow one."""

# --- what is it whole ---------------------------------------------------------------------------------------

_LABEL = re.compile(
    rf"""
    (?:
        (?:with\ {_AGENCY}) | (?:by\ )?{NAME}(?:\ and\ {NAME})?,?\s?[|·•]\s?[^.!?]{{0,50}}
      | (?-i:By|BY)\ (?-i:[A-ZÀ-Þ][\w.'’-]+(?:(?:,|\ and)?\ (?-i:[A-ZÀ-Þ])[\w.'’-]*){{1,6}})
        (?:,?\ (?:in|for)\ {NAME})?(?:,\ [^.!?]{{2,40}})?
      | (?:by\ )?(?:our|a|special|staff|web|news|political|foreign)\ (?:(?:own|special|staff|chief|foreign
      |political)\ )?(?:correspondent|reporters?|desk|staff|writers?|bureau|editor)s?
      | (?:sign|log)\ (?:in|out) | (?:create|my)\ account | e-?mail\ address | {NAME},\ {NAME}\ (?:news|sport)
      | by\ {NAME}\s?/\s?[^.!?]{{2,40}}
      | reading\ time:?\ \d+.{{0,12}} | {NAME},\ (?:[\w’'-]+\ ){{0,3}}{_PAPER_JOB}
      | {_MONTH}\ \d{{1,2}},\ \d{{4}}[\s|,·-]+(?:first\ )?(?:updated|published|posted)\b.{{0,40}}
      | \d+[\s-]*(?:min(?:ute)?s?|mins?\.?)[\s-]*(?:read|listen|watch)
      | (?:about\ )?(?:an?|\d+)\ (?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?)\ ago
        (?:\s?[|·•].{{0,30}})?
      | (?:just\ now|live|live\ updates|breaking(?:\ news)?|exclusive|opinion|analysis|video|photos?|gallery
      |audio|podcast|ends|advert|sponsored|comment|share|more|menu|search|home|close|next|previous|pause
      |play|mute)
      | (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\ )?
        (?:{_MONTH}\ \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH}),?\ \d{{4}}
        (?:[\s,|·-]+(?:at\ )?\d{{1,2}}[:.]\d\d.{{0,20}})?
      | \d{{1,2}}[:.]\d\d(?:\ ?[ap]\.?m\.?)?(?:\ [a-z]{{2,4}})?
        (?:,?\ .{{0,14}}{_MONTH}\ \d{{1,2}},?\ \d{{4}}|,?\ .{{0,5}}\d{{1,2}}\ {_MONTH}\ \d{{4}})
      | \(?{_AGENCY}(?:\s?[/&,]\s?{_AGENCY})*\)? | [-–—]+\s?\(?{_AGENCY}\)?
      | https?://\S+ | www\.\S+ | (?:@|\#)\w+(?:\s(?:@|\#)\w+)* | \S+@\S+\.\w+
      | \((?:photo|image|picture|pic|credit|file|source)[^()]*\)
    )[.!:]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BIO = re.compile(
    rf"""
    {NAME}(?:,\ [^,]{{2,40}},)?\ (?:is|are|was|writes|covers|reports|works|reported|tweets)\b
    (?:
        (?:\ (?:a|an|the|our))?(?:\ [\w’'&/-]+){{0,6}}?\ {_PAPER_JOB}s?\ (?:(?:for|at|with|based|covering
        |who\ covers|on|in)\ .{{0,120}}\b
            (?:at|for|of|with|covering|who\ covers|covers)?\ ?(?:the\ )?(?:(?-i:[A-Z])[\w’'.-]*\ ){{0,4}}
            (?:news|times|post|herald|guardian|journal|press|reuters|bbc|cnn|magazine|team|desk|bureau|beat
            |tribune|gazette|standard|telegraph|chronicle|courier|star|globe|newsroom|politics|business
            |culture|climate|technology|health)\b
          |covering\b|who\ (?:covers|writes)\b|based\ in\b)
      | [^.]{{2,60}}?\ {_PAPER_JOB},\ covering\b
      | \ [^.,]{{3,60}}\ for\ (?:the\ )?(?:(?-i:[A-Z])[\w’'.-]*\ ){{0,3}}(?:news|times|post|herald|guardian
      |journal|press|reuters|bbc|cnn|tribune|gazette|telegraph)\b
      | \ about\ [^.]{{3,80}}\ for\ (?:the\ )?(?-i:[A-Z])
      | \ at\ @\w+
    )
  | {NAME}\ is\ (?:an?|the|our|(?:the\ )?[\w.]+[’']s)\ (?:[\w’'-]+\ ){{0,4}}{_PAPER_JOB}[.]?$
  | {NAME}\ writes\ for\ (?:the\ )?{NAME}(?:\ from\ {NAME})?[.]?$
  | {NAME}(?:,?\ and\ {NAME})?\ reported\ from\ {NAME}(?:,?\ (?:and\ )?{NAME})*[.]?$
  | [\w’'\ -]{{3,60}}\ can\ be\ (?:reached|contacted)\ (?:free\ )?(?:on|at)\ [\d+]
  | (?:the\ )?(?:author|writer|reporter)\ (?:is\b|tweets|can\ be\ (?:reached|contacted|followed))
  | (?:(?:s?he|they)|{NAME})\ (?:can\ be\ (?:reached|contacted|followed|emailed|found)\ (?:at|on|via|by)
      |tweets\ (?:at|@|as)|is\ on\ {_SITE})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BIO_SIGNS = (
    *("reporter", "correspondent", "journalist", "columnist", "editor", "writer", "producer", "photographer"),
    *("contributor", "blogger", "critic", "freelanc", "intern ", "writes", "covers", "tweets", "author"),
    *("can be ", "reported from", "analyst", "fellow", "is on "),
)
_SAYING = re.compile(r"\b(?:who|after|said|says|told|announced|charged|killed|arrested|died|won|resigned)\b")
_GALLERY = re.compile(r"(?<![\d/])(\d{1,3})\s?/\s?(\d{1,3})\s+(?=[A-Z“\"(])")
_CREDIT_AT_END = re.compile(
    r"[^.!?”\"]\s\((?:[^()]{0,40}[/:\s])?(?:Photo|Image|Getty|Reuters|REUTERS|AFP|AP|EPA|PA|Rex|REX|BBC|ITN"
    r"|SWNS|Alamy)"
    r"(?: (?:Images|Photo))?(?:[/:][^()]{1,40})?\s?\)$"
)
_LEADING = re.compile(r"[^\w©@#(+]+")


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of what stands inside boilerplate, as far as a text has them at all."""

    inside: tuple[str, ...] = _SIGNS
    bio: tuple[str, ...] = _BIO_SIGNS


def signs_of(text: str) -> Signs:
    """Look for the signs in a whole text once: the sentences need not be asked for those that it lacks."""
    small = text.lower()
    return Signs(
        tuple([sign for sign in _SIGNS if sign in small]),
        tuple([sign for sign in _BIO_SIGNS if sign in small]),
    )


_ALL_SIGNS = Signs()


def is_boilerplate(words: str, signs: Signs = _ALL_SIGNS) -> bool:
    """Whether a sentence belongs to the page around the article and not to its telling, by its words.

    `signs` are those of a text that the sentence stands in.
    """
    words = words[:LONGEST]
    lead = _LEADING.match(words)
    telling = words[lead.end() :] if lead else words
    if _OPENING.match(telling):
        return True
    if len(words) <= LONGEST_LABEL and (_LABEL.fullmatch(words) or (lead and _LABEL.fullmatch(telling))):
        return True
    small = words.lower()
    if any(map(small.__contains__, signs.inside)) and _INSIDE.search(words):
        return True
    if any(map(small.__contains__, signs.bio)) and _BIO.match(telling) and not _SAYING.search(words):
        return True
    return _is_gallery(words) or ("(" in words and bool(_CREDIT_AT_END.search(words)))


def _is_gallery(words: str) -> bool:
    """Whether numbered pictures are told: "1/8 Police walk … 2/8 A boat …"."""
    if "/" not in words:
        return False
    totals = [total for _, total in _GALLERY.findall(words)]
    return len(totals) > len(set(totals))
