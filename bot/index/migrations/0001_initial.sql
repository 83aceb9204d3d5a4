-- The whole index of the first release. Times are whole seconds since 1970-01-01 UTC, days whole days since then.
-- An article's id is its publish day << 20 | a sequence number, so a window of days is a range of rowids.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where articles come from, and who may see them: owner is 'global', 'guild:<id>' or 'user:<id>'.
CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL
) STRICT;

INSERT INTO feed (id, owner, kind, title) VALUES (1, 'global', 'folder', 'Article files');

CREATE TABLE feed_mute (
    guild INTEGER NOT NULL,
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    PRIMARY KEY (guild, feed_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    content_hash TEXT NOT NULL UNIQUE,
    fingerprint INTEGER NOT NULL,
    headline TEXT NOT NULL,
    text TEXT NOT NULL,
    caption TEXT,
    byline TEXT,
    source TEXT,
    url TEXT,
    trailer TEXT,
    language TEXT NOT NULL,
    origin TEXT NOT NULL,
    publisher_topics TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    published_guessed INTEGER NOT NULL CHECK (published_guessed IN (0, 1)),
    first_seen INTEGER NOT NULL,
    -- JSON: sentences [[start, end, paragraph]], summary [n], ranking [n], dates [[start, end, value]]
    reading TEXT NOT NULL CHECK (json_valid(reading))
) STRICT;

CREATE TABLE article_source (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    first_seen INTEGER NOT NULL,
    PRIMARY KEY (article_id, feed_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_source_by_feed ON article_source (feed_id, article_id);

CREATE VIRTUAL TABLE article_fts USING fts5 (
    headline,
    text,
    content = 'article',
    content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN
    INSERT INTO article_fts (rowid, headline, text) VALUES (new.id, new.headline, new.text);
END;

CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN
    INSERT INTO article_fts (article_fts, rowid, headline, text) VALUES ('delete', old.id, old.headline, old.text);
END;

CREATE TRIGGER article_fts_update AFTER UPDATE OF headline, text ON article BEGIN
    INSERT INTO article_fts (article_fts, rowid, headline, text) VALUES ('delete', old.id, old.headline, old.text);
    INSERT INTO article_fts (rowid, headline, text) VALUES (new.id, new.headline, new.text);
END;

-- How words are spelt in articles, for forgiving typing errors.
CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab (article_fts, 'row');

CREATE TABLE article_topic (
    topic TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    PRIMARY KEY (topic, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_topic_by_article ON article_topic (article_id);

-- One row a name and kind; 'key' is the name's normal form (case, accents and titles removed).
CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'place')),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (key, kind)
) STRICT;

-- Each word of a key, so that "netanyahu" and "netan" find Benjamin Netanyahu.
CREATE TABLE entity_word (
    word TEXT NOT NULL,
    entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    PRIMARY KEY (word, entity_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_entity (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    role TEXT,
    salience REAL NOT NULL,
    -- JSON: [[start, end, sentence]]
    mentions TEXT NOT NULL CHECK (json_valid(mentions)),
    PRIMARY KEY (article_id, entity_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_entity_by_entity ON article_entity (entity_id, article_id);

CREATE TABLE dated_event (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    day INTEGER NOT NULL,
    precision TEXT NOT NULL CHECK (precision IN ('day', 'month', 'year')),
    year_given INTEGER NOT NULL CHECK (year_given IN (0, 1)),
    PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX dated_event_by_day ON dated_event (day);

CREATE TABLE subscription (
    id INTEGER PRIMARY KEY,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    topic TEXT NOT NULL,
    -- JSON: {"times", "days", "timezone"} or {"minutes"}
    schedule TEXT NOT NULL CHECK (json_valid(schedule)),
    state TEXT NOT NULL CHECK (state IN ('active', 'paused')),
    pause_reason TEXT,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_due INTEGER NOT NULL,
    UNIQUE (channel, topic)
) STRICT;

CREATE INDEX subscription_due ON subscription (next_due) WHERE state = 'active';
CREATE INDEX subscription_by_guild ON subscription (guild);

-- The ledger: one row a slot of a subscription, written before anything is sent.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    slot_key TEXT NOT NULL,
    due INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'empty', 'held', 'failed')),
    claimed_at INTEGER NOT NULL,
    finished_at INTEGER,
    digest TEXT CHECK (digest IS NULL OR json_valid(digest)),
    message INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    UNIQUE (subscription_id, slot_key)
) STRICT;

CREATE INDEX delivery_unfinished ON delivery (id) WHERE state = 'claimed';

-- Which articles a channel has been shown, by any delivery that may have been seen. The delivery goes with its
-- subscription, these rows stay: what a channel was shown is not shown again when it subscribes anew.
CREATE TABLE delivery_article (
    delivery_id INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (channel, article_id, delivery_id)
) STRICT, WITHOUT ROWID;
