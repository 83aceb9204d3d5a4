-- Which outlets the articles of each feed come from, kept so that offering and resolving their names does not look
-- through a million articles; by feed, because whoever asks may see some feeds and not others.
CREATE TABLE source_feed (
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (feed_id, source)
) STRICT, WITHOUT ROWID;

INSERT INTO source_feed (feed_id, source, articles)
SELECT article_source.feed_id, article.source, count(*)
FROM article
JOIN article_source ON article_source.article_id = article.id
WHERE article.source IS NOT NULL
GROUP BY article_source.feed_id, article.source;

-- An article's outlet stands behind its text: without this, looking at it reads all of the text's pages.
CREATE INDEX article_by_source ON article (source) WHERE source IS NOT NULL;
