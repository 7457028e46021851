"""Writes small WordPress exports for tests: exactly the fields a test is about, in WXR 1.2."""

import html

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>{title}</title><link>https://old.example</link><description>A test</description>
<language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
"""


def cdata(text):
    """Any text as character data; what XML cannot hold at all is left out."""
    kept = "".join(c for c in text if c in "\t\n\r" or ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000
                   and ord(c) not in (0xFFFE, 0xFFFF))
    return "<![CDATA[" + kept.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def author(number, login, name):
    return (f"<wp:author><wp:author_id>{number}</wp:author_id>"
            f"<wp:author_login>{cdata(login)}</wp:author_login>"
            f"<wp:author_email>{cdata(login + '@old.example')}</wp:author_email>"
            f"<wp:author_display_name>{cdata(name)}</wp:author_display_name></wp:author>\n")


def comment(number, name, text, parent=0, approved="1", kind="comment", url=""):
    return (f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
            f"<wp:comment_author>{cdata(name)}</wp:comment_author>"
            f"<wp:comment_author_email>{cdata(f'r{number}@readers.example')}"
            f"</wp:comment_author_email><wp:comment_author_url>{cdata(url)}"
            f"</wp:comment_author_url><wp:comment_author_IP>{cdata('203.0.113.77')}"
            f"</wp:comment_author_IP>"
            f"<wp:comment_date>{cdata('2024-05-02 10:00:00')}</wp:comment_date>"
            f"<wp:comment_date_gmt>{cdata('2024-05-02 10:00:00')}</wp:comment_date_gmt>"
            f"<wp:comment_content>{cdata(text)}</wp:comment_content>"
            f"<wp:comment_approved>{cdata(approved)}</wp:comment_approved>"
            f"<wp:comment_type>{cdata(kind)}</wp:comment_type>"
            f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>\n")


def post(number, slug, title, body, excerpt="", login="editor", status="publish", kind="post",
         categories=(("category", "town", "Town"),), comments="", password="", extra=""):
    terms = "".join(f'<category domain="{domain}" nicename="{nice}">{cdata(name)}</category>'
                    for domain, nice, name in categories)
    return (f"<item><title>{cdata(title)}</title>"
            f"<link>https://old.example/2024/05/{html.escape(slug)}/</link>"
            f"<pubDate>Wed, 01 May 2024 09:00:00 +0000</pubDate><dc:creator>{cdata(login)}"
            f'</dc:creator><guid isPermaLink="false">https://old.example/?p={number}</guid>'
            f"<content:encoded>{cdata(body)}</content:encoded>"
            f"<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>"
            f"<wp:post_id>{number}</wp:post_id>"
            f"<wp:post_date>2024-05-01 09:00:00</wp:post_date>"
            f"<wp:post_date_gmt>2024-05-01 09:00:00</wp:post_date_gmt>"
            f"<wp:comment_status>open</wp:comment_status><wp:post_name>{cdata(slug)}</wp:post_name>"
            f"<wp:status>{status}</wp:status><wp:post_parent>0</wp:post_parent>"
            f"<wp:post_type>{kind}</wp:post_type><wp:post_password>{cdata(password)}"
            f"</wp:post_password>{terms}{extra}{comments}</item>\n")


def export(items, authors=(("editor", "Ed Itor"),), title="Old Paper", more=""):
    people = "".join(author(number, *one) for number, one in enumerate(authors, 1))
    return HEAD.format(title=cdata(title)) + people + more + "".join(items) + "</channel></rss>\n"
