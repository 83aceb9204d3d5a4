"""The sentences that say what became of a slot. Moments in them are of the schedule's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from bot.digests.schedules.zones import load_timezone
from bot.models import ClockSchedule, Delivery, DeliveryState, Digest, Schedule, Slot

NOTABLY_LATE = timedelta(minutes=5)
"""Digests of a popular hour are spread over minutes."""
LONGEST_REASON = 400
WAITING = "Its time has come, and the bot has not got round to it yet."

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE = timedelta(minutes=1)


def of_delivery(row: Delivery, schedule: Schedule, *, how: str = "") -> str:
    """Return what is said of a row of the ledger; `how`: it came to it besides the schedule."""
    zone = _zone(schedule)
    match row.state:
        case DeliveryState.SENT:
            return _posted(row, zone, how)
        case DeliveryState.EMPTY:
            return _sentence(row.reason, "There was nothing new.")
        case DeliveryState.CLAIMED:
            since = f"It is being sent since {_moment(row.claimed_at, zone, row.due)}"
            tries = f", after {_count(row.attempts, 'try', 'tries')}" if row.attempts else ""
            return f"{since}{tries}: {_sentence(row.reason)}" if row.reason else f"{since}{tries}."
        case DeliveryState.HELD:
            why = _sentence(row.reason, "Nobody can see whether it was posted.")
            return f"It is held back, so that nothing is posted twice: {why}"
        case DeliveryState.FAILED:
            return f"It was not posted: {_sentence(row.reason, 'Discord refused it.')}"
        case DeliveryState.MISSED:
            return _sentence(row.reason, "The bot was away; its news came with the next digest.")


def paused(slot: Slot, schedule: Schedule, start: datetime, end: datetime | None, reason: str | None) -> str:
    """Return what is said of a slot inside a pause."""
    zone = _zone(schedule)
    days = {moment.astimezone(zone).date() for moment in (start, end or slot.due, slot.due)}
    # both with their day, or none
    far = slot.due if len(days) == 1 else None
    since = _moment(start, zone, far)
    span = f"since {since}" if end is None else f"from {since} to {_moment(end, zone, far)}"
    return _with_reason(f"It was paused {span}", reason)


def paused_before(slot: Slot, schedule: Schedule, at: datetime, reason: str | None) -> str:
    """Return what is said of a slot that was due, and paused before it was posted."""
    return _with_reason(
        f"It was paused at {_moment(at, _zone(schedule), slot.due)}, before the bot got round to it", reason
    )


def overtaken(slot: Slot, schedule: Schedule, row: Delivery) -> str:
    """Return what is said of a slot that was not got round to before a later one, which is `row`."""
    later = f"the slot of {_moment(row.due, _zone(schedule), slot.due)}"
    match row.state:
        case DeliveryState.SENT | DeliveryState.CLAIMED:
            went = f"its news is in the digest for {later}"
        case DeliveryState.EMPTY:
            went = f"at {later} there was nothing new"
        case _:
            went = f"{later} was not posted either, and its news was left for later digests"
    return f"The bot was away at this time; {went}."


def passed_over(slot: Slot, schedule: Schedule, following: datetime | None) -> str:
    """Return what is said of a slot that the subscription went past, with nothing written down since."""
    comes = (
        "the next digest"
        if following is None
        else f"the digest of {_moment(following, _zone(schedule), slot.due)}"
    )
    return f"The bot was away at this time, or its machine's clock was wrong; its news comes with {comes}."


# --- what was posted -------------------------------------------------------------------------------------


def _posted(row: Delivery, zone: tzinfo, how: str) -> str:
    at = _posted_at(row)
    late = "" if how or at - row.due < NOTABLY_LATE else f", {_length(at - row.due)} late"
    what = _contents(row.digest, zone, row.due)
    besides = f" {how}" if how else ""
    return f"Posted at {_moment(at, zone, row.due)}{besides}{late}{': ' if what else ''}{what}."


def _posted_at(row: Delivery) -> datetime:
    """Return when a message was posted: where it was found after a crash, earlier than that was noted."""
    noted = row.finished_at or row.claimed_at
    if row.message is None:
        return noted
    # Discord's "Snowflakes": milliseconds since 2015 above 22 bits
    try:
        made = datetime.fromtimestamp(((row.message >> 22) + 1_420_070_400_000) / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return noted
    return made if row.claimed_at - _MINUTE <= made <= noted + _MINUTE else noted


def _contents(digest: Digest | None, zone: tzinfo, beside: datetime) -> str:
    if digest is None:
        return ""
    if not digest.all_stories:
        return "a quiet day"
    count = len(digest.all_stories)
    updates = sum(story.updates is not None for story in digest.all_stories)
    told = _count(count, "story", "stories")
    if updates:
        told += (
            ", an update"
            if count == 1
            else f", {updates} of them {'an update' if updates == 1 else 'updates'}"
        )
    if digest.since is not None:
        told += f", for the time since {_moment(digest.since, zone, beside)}"
    return told


# --- smaller things --------------------------------------------------------------------------------------


def _zone(schedule: Schedule) -> tzinfo:
    if isinstance(schedule, ClockSchedule):
        return load_timezone(schedule.timezone)
    return load_timezone(schedule.quiet.timezone) if schedule.quiet else UTC


def _moment(moment: datetime, zone: tzinfo, beside: datetime | None) -> str:
    """Return a moment by the clock, with the day where that is not the one of the slot beside it."""
    local = moment.astimezone(zone)
    clock = f"{local:%H:%M} UTC" if zone is UTC else f"{local:%H:%M}"
    if beside is not None and local.date() == beside.astimezone(zone).date():
        return clock
    return f"{local.day} {_MONTHS[local.month - 1]} {clock}"


def _length(span: timedelta) -> str:
    minutes = span // _MINUTE
    if minutes < 120:
        return _count(minutes, "minute", "minutes")
    if minutes < 48 * 60:
        return _count(minutes // 60, "hour", "hours")
    return _count(minutes // (24 * 60), "day", "days")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _with_reason(said: str, reason: str | None) -> str:
    return f"{said}: {_sentence(reason)}" if reason and reason.strip() else f"{said}."


def _sentence(text: str | None, otherwise: str = "") -> str:
    """Return what was noted as one line that ends like a sentence."""
    line = " ".join((text or "").split()) or otherwise
    if len(line) > LONGEST_REASON:
        line = f"{line[:LONGEST_REASON]}…"
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
