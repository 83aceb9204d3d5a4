-- Subscriptions to more than a topic, of channels and of members; a ledger that says what became of every slot.

-- `guild` or `member` is set, never both: a channel's digest, or a member's own in private, whose `channel` is the member's
-- id. `subject` is JSON in one spelling only (all four keys), so that equal ones are found to be equal.
CREATE TABLE new_subscription (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild INTEGER,
    member INTEGER,
    channel INTEGER NOT NULL,
    subject TEXT NOT NULL CHECK (json_valid(subject)),
    -- JSON: {"times", "days", "timezone"}, {"minutes", "quiet"} or {"gap", "quiet"}
    schedule TEXT NOT NULL CHECK (json_valid(schedule)),
    preferences TEXT NOT NULL CHECK (json_valid(preferences)),
    state TEXT NOT NULL CHECK (state IN ('active', 'paused')),
    pause_reason TEXT,
    paused_at INTEGER,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_due INTEGER NOT NULL,
    UNIQUE (channel, subject),
    CHECK ((guild IS NULL) <> (member IS NULL))
) STRICT;

INSERT INTO new_subscription
SELECT
    id,
    guild,
    NULL,
    channel,
    CASE topic
        WHEN 'all' THEN '{"topics":[],"feeds":[],"people":[],"search":null}'
        ELSE '{"topics":' || json_array(topic) || ',"feeds":[],"people":[],"search":null}'
    END,
    schedule,
    '{}',
    state,
    pause_reason,
    CASE state WHEN 'paused' THEN unixepoch() END,
    created_by,
    created_at,
    next_due
FROM subscription;

CREATE TABLE new_delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    guild INTEGER,
    channel INTEGER NOT NULL,
    slot_key TEXT NOT NULL,
    due INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'empty', 'held', 'failed', 'missed')),
    claimed_at INTEGER NOT NULL,
    finished_at INTEGER,
    digest TEXT CHECK (digest IS NULL OR json_valid(digest)),
    message INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    publication TEXT CHECK (publication IN ('waiting', 'done', 'given up')),
    published_at INTEGER,
    UNIQUE (subscription_id, slot_key)
) STRICT;

INSERT INTO new_delivery
SELECT
    id, subscription_id, guild, channel, slot_key, due, state, claimed_at, finished_at, digest, message, attempts, reason,
    NULL, NULL
FROM delivery;

-- the numbers of deliveries are in custom_ids, and are never given anew
INSERT INTO sqlite_sequence (name, seq)
SELECT 'new_delivery', 0
WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'new_delivery');

UPDATE sqlite_sequence
SET seq = max(seq, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'delivery'), 0))
WHERE name = 'new_delivery';

DROP TABLE delivery;
DROP TABLE subscription;
ALTER TABLE new_subscription RENAME TO subscription;
ALTER TABLE new_delivery RENAME TO delivery;

CREATE INDEX subscription_due ON subscription (next_due) WHERE state = 'active';
CREATE INDEX subscription_by_guild ON subscription (guild) WHERE guild IS NOT NULL;
CREATE INDEX subscription_by_member ON subscription (member) WHERE member IS NOT NULL;
CREATE INDEX subscription_paused ON subscription (paused_at) WHERE state = 'paused';
-- for the newest rows of one: without it all its rows, with their digests, would be read to sort them
CREATE INDEX delivery_by_subscription ON delivery (subscription_id, id);
CREATE INDEX delivery_unfinished ON delivery (id) WHERE state = 'claimed';
CREATE INDEX delivery_to_publish ON delivery (id) WHERE publication = 'waiting';
CREATE INDEX delivery_published ON delivery (channel, published_at) WHERE published_at IS NOT NULL;

-- What was done to a subscription, so that it can be told why a slot passed without a post.
CREATE TABLE subscription_event (
    id INTEGER PRIMARY KEY,
    subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('created', 'changed', 'paused', 'resumed')),
    text TEXT
) STRICT;

CREATE INDEX subscription_event_by_subscription ON subscription_event (subscription_id, id);

INSERT INTO subscription_event (subscription_id, at, kind)
SELECT id, created_at, 'created' FROM subscription;

INSERT INTO subscription_event (subscription_id, at, kind, text)
SELECT id, paused_at, 'paused', pause_reason FROM subscription WHERE state = 'paused';

-- When a channel was shown an article: what was not known then is new.
ALTER TABLE delivery_article ADD COLUMN shown_at INTEGER NOT NULL DEFAULT 0;

UPDATE delivery_article
SET shown_at = coalesce((SELECT claimed_at FROM delivery WHERE delivery.id = delivery_article.delivery_id), 0);

-- All that is needed to choose a digest's stories among ten thousands of articles, without touching their text.
CREATE INDEX article_to_choose ON article (id, published_at, first_seen, language, source, teaser);
