-- Stories: which articles tell one event. A story is named by the article that opened it. `owner` says among whose
-- articles it was found ('global', 'guild:<id>', 'user:<id>'): what a guild added never ties articles together for
-- anybody else. An article that everybody sees has one row, with 'global'; any other has one for each of its owners.
CREATE TABLE story_article (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    story_id INTEGER NOT NULL,
    PRIMARY KEY (article_id, owner)
) STRICT, WITHOUT ROWID;

CREATE INDEX story_article_by_story ON story_article (story_id, article_id);

-- Articles whose story is still to be found; until then each is a story of its own.
CREATE TABLE story_pending (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE
) STRICT;

INSERT INTO story_pending (article_id) SELECT id FROM article;

-- How much the articles of each feed speak of an entity, kept so that offering names while somebody types does not count
-- a million mentions; by feed, because whoever asks may see some feeds and not others. `name` is spelt as in the feed's
-- article that is most about the entity (`best`).
CREATE TABLE entity_feed (
    entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    articles INTEGER NOT NULL,
    salience REAL NOT NULL,
    best REAL NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (entity_id, feed_id)
) STRICT, WITHOUT ROWID;

-- beside max(), SQLite takes the bare column from the row of the maximum (https://www.sqlite.org/lang_select.html#bareagg)
INSERT INTO entity_feed (entity_id, feed_id, articles, salience, best, name)
SELECT
    article_entity.entity_id,
    article_source.feed_id,
    count(*),
    sum(article_entity.salience),
    max(article_entity.salience),
    article_entity.name
FROM article_entity
JOIN article_source ON article_source.article_id = article_entity.article_id
GROUP BY article_entity.entity_id, article_source.feed_id;

-- The newest headlines are looked through while somebody types, without touching the articles' text.
CREATE INDEX article_headline ON article (id, headline);
