"""A feed of each kind, of an outlet that does not exist."""

from __future__ import annotations

import json

URL = "https://www.harbourpost.example/feeds/news.xml"

RSS_2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>The Harbour Post</title><link>https://www.harbourpost.example/</link>
<description>News of Port Ansel &amp; the bay</description><language>en-GB</language><ttl>30</ttl>
<sy:updatePeriod>hourly</sy:updatePeriod>
<skipHours><hour>0</hour><hour>24</hour><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>
<item>
  <title>Ferry crews end strike</title><link>/news/ferry-strike-ends?utm_source=rss</link>
  <guid isPermaLink="false">post-1001</guid><pubDate>Wed, 09 Oct 2024 08:00:00 +0200</pubDate>
  <dc:creator>Jane Doe</dc:creator><category>Transport</category><category>Strikes</category>
  <description>&lt;p&gt;The ferries sail again on Thursday.&lt;/p&gt;</description>
  <content:encoded><![CDATA[<p>The ferries sail again on Thursday, the owners said.</p>
  <figure><img src="/pictures/ferry.jpg"/><figcaption>A ferry at the quay</figcaption></figure>
  <p>Crews had asked for <b>better pay</b> at night.</p><script>alert(1)</script>
  <ul><li>Nights are paid double.</li><li>Sundays are free.</li></ul>
  <blockquote class="twitter-tweet"><p>At last!</p></blockquote>]]></content:encoded>
  <media:thumbnail url="https://cdn.harbourpost.example/ferry-small.jpg" width="200"/>
</item>
<item>
  <title>Peat bog at Hollin Moss to be &lt;em&gt;restored&lt;/em&gt;</title>
  <guid>https://www.harbourpost.example/news/peat-bog</guid><pubDate>2024-10-08</pubDate>
  <description>Diggers arrive in spring.</description>
  <source url="https://moorland.example/rss">The Moorland Gazette</source>
</item>
<item>
  <description>A tern was seen attacking the town hall's clock again, for the third time this week.
  </description>
  <link>https://www.harbourpost.example/news/tern</link><pubDate>Monday, 07-Oct-24 21:05:00 GMT</pubDate>
</item>
</channel></rss>"""

RSS_091 = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
  "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Caf\u00e9 news</title><link>http://cafe.example/</link>
<description>Cups</description><language>en</language>
<item><title>Cr&egrave;me br&ucirc;l&eacute;e is back</title><link>http://cafe.example/creme</link></item>
</channel></rss>"""

RSS_10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://bay.example/"><title>Bay Science</title><link>https://bay.example/</link>
<description>Studies</description><items><rdf:Seq><rdf:li rdf:resource="https://bay.example/eel"/></rdf:Seq></items>
</channel>
<item rdf:about="https://bay.example/eel"><title>Eels return to the bay</title>
<link>https://bay.example/eel</link>
<description>Counts doubled.</description>
<dc:date>2024-10-07T12:00:00Z</dc:date><dc:creator>Ann Lee</dc:creator>
</item></rdf:RDF>"""

ATOM_10 = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://moor.example/blog/" xml:lang="en-US">
<title type="html">Moor &amp;amp; Dale</title><link rel="self" href="feed.atom"/><link href="./"/>
<id>tag:moor.example,2024:blog</id><updated>2024-10-09T09:00:00Z</updated>
<entry><title type="text">Sheep counted</title><id>tag:moor.example,2024:1</id>
<link rel="alternate" href="sheep"/><link rel="enclosure" type="image/png" href="sheep.png"/>
<published>2024-10-09T08:00:00.5-01:00</published><updated>2024-10-09T10:00:00Z</updated>
<author><name>Ann Lee</name><email>ann@moor.example</email></author>
<author><name>Bob Moss</name></author>
<category term="farms" label="Farms"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>There are 4,000 &lt; 5,000.</p>
<p>All well.</p>
</div></content></entry></feed>"""

ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old Log</title>
<link rel="alternate" type="text/html" href="https://old.example/"/>
<entry><title>Still here</title><link rel="alternate" type="text/html" href="https://old.example/1"/>
<id>old-1</id><issued>2004-05-06T07:08:09Z</issued><modified>2004-05-07T00:00:00Z</modified>
<summary type="text/plain">We write as we did.</summary></entry></feed>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Quay Notes",
        "home_page_url": "https://quay.example/",
        "language": "en",
        "items": [
            {
                "id": 7,
                "url": "/notes/7",
                "title": "Crane moved",
                "content_html": "<p>The crane was moved.</p><p>Slowly.</p>",
                "date_published": "2024-10-09T08:00:00+02:00",
                "authors": [{"name": "Kim Poe"}],
                "image": "/crane.jpg",
                "tags": ["Port"],
            },
            {"id": "8", "content_text": "1 < 2 & that is that.", "external_url": "https://else.example/8"},
        ],
    }
)

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://www.harbourpost.example/news/harbour-tax</loc>
<news:news><news:publication><news:name>The Harbour Post</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2024-10-02</news:publication_date>
<news:title>Council passes harbour tax</news:title><news:keywords>tax, harbour</news:keywords>
<news:access>Subscription</news:access></news:news>
<image:image><image:loc>https://www.harbourpost.example/tax.jpg</image:loc></image:image></url>
<url><loc>https://www.harbourpost.example/about</loc></url></urlset>"""

SITEMAP_INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://www.harbourpost.example/news-1.xml</loc></sitemap>
<sitemap><loc>/news-2.xml</loc></sitemap><sitemap><loc>javascript:alert(1)</loc></sitemap></sitemapindex>"""

ALL: dict[str, bytes] = {
    "rss 2": RSS_2.encode(),
    "rss 0.91": RSS_091.encode("latin-1"),
    "rss 1": RSS_10.encode(),
    "atom 1": ATOM_10.encode(),
    "atom 0.3": ATOM_03.encode(),
    "json": JSON_FEED.encode(),
    "sitemap": SITEMAP.encode(),
    "sitemap index": SITEMAP_INDEX.encode(),
}


def rss(items: str, head: str = "<title>T</title>") -> bytes:
    """Return an RSS feed with these items."""
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode("utf-8", "surrogatepass")
