-- The whole database. Comments stand inside the statements so that SQLite keeps them: `.schema` reads as documentation.
-- Times of ours are ISO 8601 in UTC to the second and sort as text; times of a page keep their outlet's zone.
-- NULL is "unknown" or "none" everywhere; lists are JSON, never NULL.

CREATE TABLE about (
    -- One row a fact about this file.
    name TEXT PRIMARY KEY,          -- 'search_form', 'story_form': how index and fingerprints were made
    value TEXT NOT NULL             -- another value than the code's: they are made again
) STRICT, WITHOUT ROWID;

CREATE TABLE sites (
    -- One row an outlet, from its site profile.
    name TEXT PRIMARY KEY,          -- name of the profile; what other tables call `site`
    display_name TEXT,              -- the outlet's own name, e.g. 某某日报
    region TEXT,                    -- official six-digit division code, e.g. 450100
    host TEXT,                      -- host name of its pages
    script TEXT,                    -- 'zh-Hans' or 'zh-Hant'; NULL when it does not write Chinese
    timezone TEXT,                  -- IANA name, e.g. Asia/Shanghai
    verified INTEGER,               -- 1 when a person has checked the profile against the live site, else 0
    updated_at TEXT,                -- when this row was last written
    link_rules TEXT                 -- what of the profile decides which links are followed, as JSON; another one has all lists read anew
) STRICT, WITHOUT ROWID;

CREATE TABLE places (
    -- One row a division of China (GB/T 2260). All of Fujian: code GLOB '35*'; all of Fuzhou: code GLOB '3501*'.
    code TEXT PRIMARY KEY,          -- official six-digit division code; a province ends in 0000, a city in 00
    name TEXT NOT NULL,             -- official name, e.g. 鼓楼区
    short_name TEXT,                -- without its kind, e.g. 鼓楼; NULL where one character would be left
    full_name TEXT NOT NULL,        -- from the province down, e.g. 福建省福州市鼓楼区
    level TEXT NOT NULL CHECK (level IN ('province', 'city', 'county')),  -- 'province', 'city' (地级) or 'county' (县级)
    parent TEXT REFERENCES places(code)  -- the division it lies in; NULL for a province
) STRICT, WITHOUT ROWID;

CREATE TABLE crawls (
    -- One row a run of one site's spider.
    id INTEGER PRIMARY KEY,         -- later runs have larger ones
    site TEXT NOT NULL REFERENCES sites(name),  -- site that was crawled
    started_at TEXT NOT NULL,       -- when the run began
    finished_at TEXT,               -- NULL while it runs, and for ever when it was killed
    reason TEXT,                    -- why it ended, in Scrapy's words, e.g. 'finished', 'shutdown'
    pages INTEGER,                  -- pages fetched
    new INTEGER,                    -- articles stored for the first time
    changed INTEGER,                -- articles the site had edited
    unchanged INTEGER,              -- articles seen again as they were
    rejected INTEGER,               -- pages that are no article
    gone INTEGER,                   -- articles withdrawn by the site
    errors INTEGER,                 -- pages that could not be fetched or read
    exit_code INTEGER,              -- exit code of the command
    stats TEXT CHECK (stats IS NULL OR json_valid(stats))  -- everything Scrapy counted, as JSON
) STRICT;
CREATE INDEX crawls_by_site ON crawls (site, started_at);

CREATE TABLE pages (
    -- One row an address that was ever found: its visit state and where its raw bytes lie.
    url TEXT PRIMARY KEY,           -- normalised URL, the comparison form
    site TEXT NOT NULL REFERENCES sites(name),  -- site it belongs to
    kind TEXT,                      -- 'article', 'listing', 'feed', 'sitemap', 'epaper' (front page or page of a digital newspaper) or 'unknown' (an article or not: the page itself will tell)
    state TEXT NOT NULL DEFAULT 'frontier'  -- 'frontier' (to be fetched), 'in_flight' (being fetched), 'done', 'failed' (gave up), 'excluded' (not to be fetched)
        CHECK (state IN ('frontier', 'in_flight', 'done', 'failed', 'excluded')),
    priority INTEGER NOT NULL DEFAULT 0,    -- higher is fetched earlier
    depth INTEGER,                  -- links from a seed; 0 for a seed
    found_on TEXT,                  -- address of the page that linked here; NULL for a seed
    found_at TEXT,                  -- when it was first found
    fetch_url TEXT,                 -- address to ask for, where it differs from `url`
    redirected_to TEXT,             -- normalised URL that answered instead, or under which the article shown is stored
    last_fetched_at TEXT,           -- NULL when never fetched
    next_visit_at TEXT,             -- when it is due again; NULL when no revisit is planned
    status INTEGER,                 -- HTTP status of the last answer
    etag TEXT,                      -- header as received, for conditional requests
    last_modified TEXT,             -- header as received, for conditional requests
    payload_digest TEXT,            -- 'sha1:' and base32 of the last body's bytes, as WARC writes it
    charset TEXT,                   -- charset the last body was read with
    fetch_count INTEGER NOT NULL DEFAULT 0,       -- answers received
    change_count INTEGER NOT NULL DEFAULT 0,      -- answers whose text differed from the one before
    unchanged_streak INTEGER NOT NULL DEFAULT 0,  -- answers since the text last changed
    archive_file TEXT,              -- archive member with the last body, relative to the archive's folder
    archive_offset INTEGER,         -- byte offset of its record there
    robots TEXT CHECK (robots IN ('allowed', 'disallowed')),  -- what robots.txt said at the last attempt; NULL before the first, or when it could not be asked
    error TEXT,                     -- why the last attempt failed; NULL after a success
    error_count INTEGER NOT NULL DEFAULT 0,       -- failed attempts in a row
    outcome TEXT,                   -- what the last visit came to: article, links, rejected, duplicate, copy (of the article at `redirected_to`), not_found, http_error, unreachable, too_large, forbidden, out_of_scope, error
    day TEXT,                       -- day of publication or last change that the link to it states
    interruptions INTEGER NOT NULL DEFAULT 0,     -- runs in a row that were cut off while it was in flight
    links_since TEXT                -- earliest day asked for (`since`) with which its links were read; NULL: only for what is new
) STRICT;
CREATE INDEX pages_to_visit ON pages (site, state, next_visit_at);
CREATE INDEX pages_by_outcome ON pages (site, outcome, last_fetched_at);
CREATE INDEX pages_copies ON pages (redirected_to) WHERE outcome = 'copy';
CREATE INDEX pages_frontier ON pages (site, interruptions, priority DESC, day DESC, found_at) WHERE state = 'frontier';

CREATE TABLE articles (
    -- One row an article, as first published by the site at this address; its older texts are in `revisions`.
    id INTEGER PRIMARY KEY,         -- in the order of storing
    normalised_url TEXT NOT NULL UNIQUE REFERENCES pages(url),  -- what makes two addresses the same article
    url TEXT NOT NULL,              -- address it was fetched from
    canonical_url TEXT,             -- address the page declares for itself
    site TEXT NOT NULL REFERENCES sites(name),  -- site it was found on
    title TEXT,                     -- headline as set on the page, without site name
    kicker TEXT,                    -- short line above the headline (引题)
    deck TEXT,                      -- line below the headline (副题)
    text TEXT NOT NULL,             -- the body, one block a line
    block_kinds TEXT NOT NULL CHECK (json_valid(block_kinds)),  -- JSON list, one kind a line of `text`: paragraph, heading, list_item, quote, caption, table_row (its cells parted by tabs, empty ones too), code
    published_at TEXT,              -- time the page states, with its outlet's zone; parts finer than `published_precision` are zero
    published_precision TEXT,       -- 'year', 'month', 'day', 'minute' or 'second': how exactly the page states it
    published_raw TEXT,             -- the time as the page writes it
    modified_at TEXT,               -- time of the last edit the page states
    authors TEXT NOT NULL CHECK (json_valid(authors)),              -- JSON list of people who wrote it
    photographers TEXT NOT NULL CHECK (json_valid(photographers)),  -- JSON list of people who took the pictures
    source TEXT,                    -- outlet credited for the text (来源), normalised; never a person
    source_raw TEXT,                -- the source as the page writes it
    source_url TEXT,                -- address the source links to
    editors TEXT NOT NULL CHECK (json_valid(editors)),              -- JSON list of people who handled it (责任编辑)
    proofreaders TEXT NOT NULL CHECK (json_valid(proofreaders)),    -- JSON list of people who read the proofs (校对)
    dateline TEXT,                  -- agency, place and date at the lede's start (电头)
    section TEXT,                   -- channel it ran in (栏目)
    keywords TEXT NOT NULL CHECK (json_valid(keywords)),            -- JSON list of the page's own keywords
    lang TEXT,                      -- BCP 47 language, e.g. 'zh'
    script TEXT,                    -- 'zh-Hans' or 'zh-Hant' as first published; NULL when not Chinese
    charset TEXT,                   -- charset the bytes were read with
    integrity TEXT NOT NULL,        -- 'clean', 'injected' (junk was found and cut) or 'mirror' (a copy, or corrupted by a mirror script)
    mirror_of TEXT,                 -- outlet this page copies, where it gives that away
    trace TEXT NOT NULL CHECK (json_valid(trace)),                  -- JSON list of the cleaning steps that changed something
    first_seen_at TEXT NOT NULL,    -- when we first fetched it
    last_seen_at TEXT NOT NULL,     -- when we last fetched it and it was there
    withdrawn_at TEXT,              -- when we found it gone (404, 410 or "not found"); NULL while it stands
    revision INTEGER NOT NULL DEFAULT 1,  -- number of this text; 1 until the site edits it
    text_digest TEXT NOT NULL,      -- hash of title, kicker, deck and text without white space; equal hashes are the same text
    cleaner_version TEXT NOT NULL,  -- version of the cleaners that made this row
    story_id INTEGER REFERENCES articles(id),  -- first stored article of the same story; its own id when it began the story
    story_similarity REAL           -- likeness to that article, 0 to 1; 1 for the article that began the story
) STRICT;
CREATE INDEX articles_by_site
    -- Also holds what is counted over all articles, so that counting reads it and not the texts.
    ON articles (site, published_at, published_precision, source, integrity, section, first_seen_at,
        authors, photographers, editors, proofreaders, keywords);
CREATE INDEX articles_by_time ON articles (published_at);
CREATE INDEX articles_by_first_seen ON articles (first_seen_at);
CREATE INDEX articles_by_source ON articles (source, published_at, site);
CREATE INDEX articles_by_story
    -- Also holds what `stories` and `reprints` compare.
    ON articles (story_id, site, published_at, published_precision, first_seen_at, integrity, story_similarity);
CREATE INDEX articles_withdrawn ON articles (withdrawn_at) WHERE withdrawn_at IS NOT NULL;
CREATE INDEX articles_by_text ON articles (text_digest);
CREATE INDEX articles_injected ON articles (site, first_seen_at) WHERE integrity = 'injected';

CREATE TABLE article_places (
    -- One row a place that an article's dateline or title names; a name that could mean several places is left out.
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,  -- article that names it
    code TEXT NOT NULL REFERENCES places(code),  -- the place
    named_in TEXT NOT NULL CHECK (named_in IN ('dateline', 'title')),  -- where it stands
    PRIMARY KEY (article_id, code, named_in)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_places_by_code ON article_places (code);

CREATE TABLE images (
    -- One row a picture in an article's body.
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,  -- article it belongs to
    position INTEGER NOT NULL,      -- order in the article, from 1
    url TEXT NOT NULL,              -- address of the picture, absolute where the page's is known
    alt TEXT,                       -- its text for readers who do not see it
    caption TEXT,                   -- text set below it (图注)
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE removals (
    -- One row a piece of text that stood in an article's reach and was cut.
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,  -- article it was cut from
    position INTEGER NOT NULL,      -- order on the page, from 1
    kind TEXT NOT NULL,             -- 'spam', 'boilerplate' or 'mirror'
    text TEXT NOT NULL,             -- as it stood on the page
    place TEXT NOT NULL,            -- before, body, inline, after, hidden, title, meta; '?' added when the repair had to guess
    step TEXT NOT NULL,             -- name of the cleaning step that cut it
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE revisions (
    -- One row each time an article changed after it was first stored. The text is the one BEFORE the change.
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,  -- article that changed
    number INTEGER NOT NULL,        -- order of the article's changes, from 1
    cause TEXT NOT NULL CHECK (cause IN ('edited', 'recleaned', 'withdrawn', 'restored', 'injected', 'cleared')),
        -- edited: by the site. recleaned: by how we read it (a newer cleaner, or a line that came to be known for the site's own or a campaign's). withdrawn: the page was gone. restored: it was back. injected: hijackers had put junk into the page. cleared: it was out of it again.
    changed_at TEXT NOT NULL,       -- when we saw it
    revision INTEGER NOT NULL,      -- `articles.revision` of the text kept here
    title TEXT,                     -- headline before the change
    kicker TEXT,                    -- line above it before the change
    deck TEXT,                      -- line below it before the change
    text TEXT,                      -- body before the change; NULL when it stayed as it was (withdrawn, restored, injected, cleared)
    added TEXT NOT NULL CHECK (json_valid(added)),      -- JSON list of sentences that came in; of 'injected', the pieces of junk
    deleted TEXT NOT NULL CHECK (json_valid(deleted)),  -- JSON list of sentences that went; of 'cleared', the pieces of junk
    text_digest TEXT,               -- of the text kept here
    cleaner_version TEXT,           -- that made the text kept here
    status INTEGER,                 -- HTTP status of the visit that showed the change
    PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_by_time ON revisions (changed_at);

CREATE TABLE rejections (
    -- One row a page that is no article, with the reason; removed again when the page becomes one.
    normalised_url TEXT PRIMARY KEY REFERENCES pages(url),  -- address in the comparison form
    url TEXT NOT NULL,              -- address it was fetched from
    site TEXT NOT NULL REFERENCES sites(name),  -- site it belongs to
    reason TEXT NOT NULL,           -- empty, binary, too_large, listing, soft_404, refusal (a guard's answer), no_body, too_short, picture_only, spam_only, standing_page (one page in place of several articles), other_article (another article at the address of a stored one), gone (status 404 or 410)
    status INTEGER NOT NULL,        -- HTTP status
    title TEXT,                     -- headline, where one was found
    text TEXT NOT NULL,             -- whatever was found, at most 2,000 characters
    removed TEXT NOT NULL CHECK (json_valid(removed)),  -- JSON list of {kind, text, place, step}, as in `removals`; at most 50
    first_seen_at TEXT NOT NULL,    -- when it was first refused
    last_seen_at TEXT NOT NULL,     -- when it was last refused
    cleaner_version TEXT NOT NULL   -- version of the cleaners that refused it
) STRICT;
CREATE INDEX rejections_by_site ON rejections (site, reason);

CREATE VIRTUAL TABLE articles_fts
    -- Search over title and text: WHERE articles_fts MATCH '"平 陆 运 河"'. A space between the Chinese characters of
    -- a word, the word in double quotes; Simplified finds Traditional. Words of other scripts are written as usual.
    -- The index holds single characters in their Simplified form, by position; it keeps no copy of the text.
    USING fts5(title, text, content='articles_spread', content_rowid='id', tokenize='unicode61');

CREATE TABLE story_bands (
    -- Fingerprints by which near-duplicates are found; of no use to a reader. See docs/database.md.
    key INTEGER PRIMARY KEY         -- from the highest bit: article_id / 262144, a piece of the text's MinHash signature (36 bits), the rest of article_id (18 bits)
) STRICT;

CREATE VIEW articles_spread AS
    -- Title and text with an invisible mark (U+200B) on both sides of each Chinese character: what `snippet` and
    -- `highlight` cut from. Use the view `search` instead.
    WITH part (id, name, whole) AS NOT MATERIALIZED (
            SELECT id, 'title', title FROM articles UNION ALL SELECT id, 'text', text FROM articles),
        spread (id, name, marked) AS NOT MATERIALIZED (SELECT id, name, (
            WITH RECURSIVE piece (start, characters) AS (
                SELECT 1, substr(whole, 1, 200)
                UNION ALL SELECT start + 200, substr(whole, start + 200, 200) FROM piece WHERE length(characters) = 200),
            place (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM place WHERE number < 200)
            SELECT group_concat(CASE WHEN character BETWEEN '一' AND char(40959)           -- U+4E00 to U+9FFF
                    OR character >= '々' AND (character <= '〇'                            -- U+3005 to U+3007
                        OR character BETWEEN char(12352) AND char(12440)                  -- kana without its marks
                        OR character BETWEEN char(12445) AND char(12447)
                        OR character BETWEEN char(12449) AND char(12538)
                        OR character BETWEEN char(12540) AND char(12543)
                        OR character BETWEEN char(13312) AND char(19903)                  -- U+3400 to U+4DBF
                        OR character BETWEEN char(63744) AND char(64255)                  -- U+F900 to U+FAFF
                        OR character BETWEEN char(131072) AND char(201551))               -- U+20000 to U+3134F
                THEN char(8203) || character || char(8203) ELSE character END, '')
            FROM (SELECT substr(characters, number, 1) AS character FROM piece CROSS JOIN place
                  WHERE number <= length(characters) ORDER BY start, number)) FROM part)
    SELECT id, (SELECT marked FROM spread WHERE spread.id = articles.id AND name = 'title') AS title,
        (SELECT marked FROM spread WHERE spread.id = articles.id AND name = 'text') AS text
    FROM articles;

CREATE VIEW search AS
    -- Search as a table: SELECT title, snippet FROM search WHERE words MATCH '"平 陆"' ORDER BY rank LIMIT 10.
    -- Without MATCH ask `articles`, which is quick; this would take two seconds a thousand articles.
    SELECT articles_fts.articles_fts AS words,  -- for MATCH only
        articles_fts.rank AS rank,              -- smaller is better; a word in the title counts four times
        replace(snippet(articles_fts, 1, '[', ']', '…', 40), char(8203), '') AS snippet,
        articles.*
    -- CROSS: the words first, always
    FROM articles_fts CROSS JOIN articles ON articles.id = articles_fts.rowid;

CREATE VIEW blocks AS
    -- One row a block (paragraph, heading, ...) of an article's text.
    SELECT articles.id AS article_id, line.key + 1 AS position,
        json_extract(block_kinds, '$[' || line.key || ']') AS kind,
        line.value AS text
    FROM articles, json_each(replace(replace(replace(
        '[' || json_quote(text) || ']', '\\', char(1)), '\n', '","'), char(1), '\\')) AS line
    WHERE text <> '';

CREATE VIEW people AS
    -- One row a person credited in an article, with the role.
    SELECT articles.id AS article_id, 'author' AS role, value AS name FROM articles, json_each(authors)
    UNION ALL SELECT articles.id, 'photographer', value FROM articles, json_each(photographers)
    UNION ALL SELECT articles.id, 'editor', value FROM articles, json_each(editors)
    UNION ALL SELECT articles.id, 'proofreader', value FROM articles, json_each(proofreaders);

CREATE VIEW article_regions AS
    -- One row a place an article has to do with, and why: its outlet's region, or a place its dateline or title names.
    -- All of Fujian: SELECT * FROM articles WHERE id IN (SELECT article_id FROM article_regions WHERE code GLOB '35*').
    SELECT article_id, code, named_in AS because FROM article_places
    UNION ALL SELECT articles.id, region, 'outlet' FROM sites JOIN articles ON articles.site = sites.name
    WHERE region IS NOT NULL;

CREATE VIEW overview AS
    -- One row an article with what readers choose by: day, month, outlet, its region, source, integrity; no text.
    SELECT articles.id, substr(published_at, 1, 10) AS day, articles.title, articles.site, coalesce(display_name, site) AS outlet,
        coalesce(places.full_name, sites.region) AS region, source, substr(published_at, 1, 7) AS month, integrity,
        articles.script, section, revision, withdrawn_at, articles.url
    FROM articles JOIN sites ON sites.name = articles.site LEFT JOIN places ON places.code = sites.region;

CREATE VIEW stories AS
    -- One row a story that ran more than once, with its earliest article: no mirror's, which copies the time as well,
    -- where there is another; a day without an hour counts as its end, an article without a time by our first visit.
    -- first_at and last_at are the times of publication that its pages state; NULL where none does.
    SELECT story_id, count(*) AS articles, count(DISTINCT site) AS sites, min(story_similarity) AS least_similarity,
        (SELECT published_at FROM articles AS one WHERE one.story_id = articles.story_id AND published_at IS NOT NULL
         ORDER BY unixepoch(published_at) LIMIT 1) AS first_at,
        (SELECT published_at FROM articles AS one WHERE one.story_id = articles.story_id AND published_at IS NOT NULL
         ORDER BY unixepoch(published_at) DESC LIMIT 1) AS last_at,
        (SELECT earliest.id FROM articles AS earliest WHERE earliest.story_id = articles.story_id
         ORDER BY integrity = 'mirror', unixepoch(coalesce(published_at, first_seen_at))
            + CASE published_precision WHEN 'day' THEN 86399 WHEN 'month' THEN 2678399 WHEN 'year' THEN 31622399 ELSE 0 END,
            id LIMIT 1) AS earliest_id
    FROM articles GROUP BY story_id HAVING count(*) > 1;

CREATE VIEW reprints AS
    -- One row an article of a story that ran more than once, beside the story's earliest article.
    SELECT articles.story_id, articles.id AS article_id, articles.site, articles.title, articles.published_at,
        articles.story_similarity AS similarity, articles.id = earliest.id AS is_earliest,
        earliest.id AS earliest_id, earliest.site AS earliest_site, earliest.title AS earliest_title
    FROM stories JOIN articles ON articles.story_id = stories.story_id
    JOIN articles AS earliest ON earliest.id = stories.earliest_id;

CREATE VIEW corrections AS
    -- One row an edit by a site: the text before and after, and the sentences that came and went.
    SELECT article_id, articles.url, articles.site, changed_at, revisions.revision,
        revisions.title AS old_title, revisions.text AS old_text,
        coalesce(following.title, articles.title) AS new_title, coalesce(following.text, articles.text) AS new_text,
        revisions.deleted, revisions.added
    FROM revisions JOIN articles ON articles.id = revisions.article_id
    LEFT JOIN (SELECT article_id AS id, number, title, text FROM revisions WHERE text IS NOT NULL) AS following
        ON following.id = revisions.article_id AND following.number =
            (SELECT min(later.number) FROM revisions AS later WHERE later.article_id = revisions.article_id
             AND later.number > revisions.number AND later.text IS NOT NULL)
    WHERE cause = 'edited';

CREATE VIEW silent_deletions AS
    -- One row a sentence that an edit took out without putting another in its place.
    SELECT article_id, articles.url, articles.site, articles.title, changed_at, value AS sentence
    FROM revisions JOIN articles ON articles.id = revisions.article_id, json_each(deleted)
    WHERE cause = 'edited' AND json_array_length(added) = 0;

CREATE VIEW withdrawn AS
    -- One row an article whose page is gone; the text is still here.
    SELECT id AS article_id, url, site, title, published_at, first_seen_at, withdrawn_at, text
    FROM articles WHERE withdrawn_at IS NOT NULL;

CREATE VIEW articles_by_day AS
    -- Articles a day and site, by the day that the page states.
    SELECT site, substr(published_at, 1, 10) AS day, count(*) AS articles
    FROM articles WHERE published_precision IN ('day', 'minute', 'second') GROUP BY site, day;

CREATE VIEW hijacks AS
    -- One row a stretch of time in which an article's page carried junk of hijackers: from the visit that first showed
    -- it (since; the first visit of all where it was there from the start) to the one that showed it gone (until; NULL
    -- while it is there). Where only a newer cleaner of ours found it gone in between, the stretch goes on.
    SELECT article_id, url, site, title, since, until FROM (
        SELECT came.article_id, came.since,
            (SELECT changed_at FROM revisions WHERE revisions.article_id = came.article_id AND cause = 'cleared'
             AND revisions.number > came.number ORDER BY revisions.number LIMIT 1) AS until
        FROM (SELECT article_id, number, changed_at AS since FROM revisions AS rise WHERE cause = 'injected'
                AND coalesce((SELECT cause FROM revisions AS earlier WHERE earlier.article_id = rise.article_id
                    AND earlier.number < rise.number AND earlier.cause IN ('injected', 'cleared')
                    ORDER BY earlier.number DESC LIMIT 1), 'cleared') = 'cleared'
            UNION ALL SELECT id, 0, first_seen_at FROM articles WHERE integrity = 'injected' AND NOT EXISTS
                (SELECT 1 FROM revisions WHERE article_id = id AND cause IN ('injected', 'cleared'))
            UNION ALL SELECT article_id, 0, first_seen_at FROM revisions JOIN articles ON id = article_id
                WHERE cause = 'cleared' AND NOT EXISTS (SELECT 1 FROM revisions AS earlier WHERE
                    earlier.article_id = revisions.article_id AND earlier.number < revisions.number
                    AND earlier.cause IN ('injected', 'cleared'))) AS came)
    JOIN articles ON articles.id = article_id
    WHERE until IS NOT NULL OR integrity = 'injected';

CREATE VIEW site_activity AS
    -- One row a site: how much it gave, when it was last heard of, and how many of its pages carry junk of hijackers
    -- now (injected), since when (injected_since: a visit first showed it on one of them).
    SELECT name AS site, display_name, region,
        (SELECT count(*) FROM articles WHERE articles.site = name) AS articles,
        (SELECT max(first_seen_at) FROM articles WHERE articles.site = name) AS last_new_at,
        (SELECT max(published_at) FROM articles WHERE articles.site = name) AS last_published_at,
        (SELECT count(*) FROM articles WHERE articles.site = name AND integrity = 'injected') AS injected,
        (SELECT min(coalesce((SELECT max(changed_at) FROM revisions WHERE article_id = id AND cause = 'injected'), first_seen_at))
         FROM articles WHERE articles.site = name AND integrity = 'injected') AS injected_since,
        (SELECT count(*) FROM rejections WHERE rejections.site = name) AS rejections,
        (SELECT max(started_at) FROM crawls WHERE crawls.site = name) AS last_crawl_at
    FROM sites;

CREATE VIEW junk AS
    -- Pieces of spam that stood in pages, also those that are out of them again, in the most articles first: one row a
    -- campaign's line. first_at and last_at: the first visit that showed it, and the last one or the first without it.
    SELECT text, count(DISTINCT article_id) AS articles, count(DISTINCT site) AS sites,
        min(since) AS first_at, max(until) AS last_at
    FROM (SELECT removals.text, article_id, site, coalesce((SELECT max(changed_at) FROM revisions
                WHERE article_id = id AND cause = 'injected'), first_seen_at) AS since, last_seen_at AS until
            FROM removals JOIN articles ON articles.id = article_id WHERE kind = 'spam'
        UNION ALL SELECT value, article_id, site, changed_at, changed_at
            FROM revisions JOIN articles ON articles.id = article_id, json_each(added) WHERE cause = 'injected'
        UNION ALL SELECT value, article_id, site, since, until
            FROM hijacks JOIN revisions USING (article_id), json_each(deleted)
            WHERE cause = 'cleared' AND changed_at = until)
    GROUP BY text ORDER BY articles DESC;
