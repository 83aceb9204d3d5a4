-- Feeds of the web: one row an address, however many follow it, so that it is fetched once for all of them.
-- A number is never given anew: a poll that was under way when a feed was removed must not be taken for one of the next.
CREATE TABLE web_feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    site_url TEXT,
    state TEXT NOT NULL CHECK (state IN ('ok', 'failing', 'moved', 'gone', 'paused')),
    reason TEXT,
    changed_at INTEGER NOT NULL,
    next_poll INTEGER NOT NULL,
    last_poll INTEGER,
    last_success INTEGER,
    last_new INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    etag TEXT,
    last_modified TEXT,
    -- the address that gave these two, after all redirects
    issued_by TEXT
) STRICT;

CREATE INDEX web_feed_due ON web_feed (next_poll) WHERE state NOT IN ('gone', 'paused');

-- A row of `feed` with a web_feed is that its owner follows it.
ALTER TABLE feed ADD COLUMN web_feed_id INTEGER REFERENCES web_feed (id);
ALTER TABLE feed ADD COLUMN added_by INTEGER;
ALTER TABLE feed ADD COLUMN added_at INTEGER;
-- 1: the bot is not in the guild for now; what nobody else follows is not polled meanwhile.
ALTER TABLE feed ADD COLUMN resting INTEGER NOT NULL DEFAULT 0 CHECK (resting IN (0, 1));

CREATE UNIQUE INDEX feed_by_web_feed ON feed (web_feed_id, owner) WHERE web_feed_id IS NOT NULL;
CREATE INDEX feed_by_owner ON feed (owner);

-- What was ever in a feed. An item waits, with what the feed said, until it is read into the index; it is written in one
-- transaction with the feed's ETag, so that a poll which is broken off at any point loses nothing. `article_id` of a
-- waiting item is the article that its changed words are to replace. `not_before` holds back one whose page is to be
-- asked for again. `keys` is a JSON array of what it is known by, `published_at` what the feed said at first.
CREATE TABLE web_item (
    id INTEGER PRIMARY KEY,
    web_feed_id INTEGER NOT NULL REFERENCES web_feed (id) ON DELETE CASCADE,
    keys TEXT NOT NULL CHECK (json_valid(keys)),
    published_at INTEGER,
    first_seen INTEGER NOT NULL,
    last_changed INTEGER,
    backlog INTEGER NOT NULL CHECK (backlog IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'refused')),
    document TEXT CHECK (document IS NULL OR json_valid(document)),
    wants_page INTEGER NOT NULL CHECK (wants_page IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    article_id INTEGER REFERENCES article (id) ON DELETE SET NULL
) STRICT;

CREATE INDEX web_item_waiting ON web_item (not_before, id) WHERE state = 'waiting';
CREATE INDEX web_item_by_feed ON web_item (web_feed_id, id);
CREATE INDEX web_item_by_article ON web_item (article_id) WHERE article_id IS NOT NULL;

-- The keys by which items are looked up. A key that two items had belongs to the newer one.
CREATE TABLE web_item_key (
    web_feed_id INTEGER NOT NULL REFERENCES web_feed (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    item_id INTEGER NOT NULL REFERENCES web_item (id) ON DELETE CASCADE,
    PRIMARY KEY (web_feed_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX web_item_key_by_item ON web_item_key (item_id);

-- Changes of state that who added the feed is still to be told.
CREATE TABLE feed_notice (
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;

-- 1: it was in the feed before somebody followed it, and is in no digest on that account.
ALTER TABLE article_source ADD COLUMN backlog INTEGER NOT NULL DEFAULT 0 CHECK (backlog IN (0, 1));

-- A picture's address; whether the text is a teaser only; when the publisher last changed the text.
ALTER TABLE article ADD COLUMN picture TEXT;
ALTER TABLE article ADD COLUMN teaser INTEGER NOT NULL DEFAULT 0 CHECK (teaser IN (0, 1));
ALTER TABLE article ADD COLUMN last_changed INTEGER;

-- What the admins of a guild chose: the channel in which they are told what changed (NULL: in private).
CREATE TABLE guild (
    id INTEGER PRIMARY KEY,
    admin_channel INTEGER
) STRICT;
