"""What belongs to the page around an article: calls to read, share and subscribe, credits, cookie notices."""

from __future__ import annotations

import re

_BOILERPLATE = re.compile(
    r"""
    ^(?:
        # calls to read, watch, share
        read\ (?:more|also|next|the\ full)\b | related(?:\ (?:articles?|stories|links))?:
      | more\ (?:news(?:$|:)|on\ this\b) | see\ also\b
      | most\ (?:read|popular)\b[^.]{0,30}$ | story\ highlights\b
      | watch(?:\ (?:live|now|this|the\ video))?: | listen(?:\ (?:live|now))?: | scroll\ down\b
      | share\ this\b | follow\ (?:us|@) | like\ us\ on\b | sign\ up\b | subscribe\b | tap\ here\b
      | click\ (?:here|to)\b | please\ (?:enable|disable|log|sign|subscribe)\b | advertisement\b
      | do\ you\ have\ a\ (?:story|tip) | have\ you\ been\ affected | comments\ are\ (?:closed|moderated)
        # captions and credits
      | (?:photo(?:s|graphs?)?|image|picture|video|file\ photo)(?:\ (?:by|caption|copyright|credit))?:
      | image\ (?:copyright|caption)\b | media\ (?:playback|caption)\b | file\ photo\b | \d+\s*/\s*\d+\s
      | \(?(?:additional\ )?(?:reporting|writing|editing)\ by\b | copyright\ (?:©|\(c\)|\d{4}) | ©
        # about the article itself
      | editor[’']?s?[’']?\ note | corrections?(?:\ \([^)]*\))?: | clarification: | last\ updated\b
      | this\ (?:story|article|report|post)\ (?:was|has\ been|is\ part)\b
      | (?:first\ )?(?:updated?|published|posted):
        # consent
      | by\ clicking\b | by\ continuing\ to\b
      | (?:we|this\ (?:web)?site|our\ partners)\b.{0,40}\bcookies\b
    )
    | all\ rights\ reserved | contributed\ to\ this\ (?:report|story|article)
    | opens\ in\ (?:a\ )?new\ (?:window|tab) | enable\ javascript | receive\ notifications
    | may\ not\ be\ (?:published,\ broadcast|reproduced)
    | \b(?:getty\ images|ap\ photo|shutterstock|reuters/\w)
    | \b(?:our|your)\ [^.]{0,40}\b
      (?:newsletter|privacy\ policy|cookie\ (?:policy|settings|notice)|terms\ of\ (?:use|service))\b
    | \byour?\b.{0,80}\b(?:unsubscribe|push\ notifications)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_boilerplate(words: str) -> bool:
    """Whether a sentence belongs to the page around the article and not to its telling."""
    return bool(_BOILERPLATE.search(words))
