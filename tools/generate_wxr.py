#!/usr/bin/env python3
"""Writes a WordPress export (WXR 1.2) of any size for benchmarks and load tests.

The same parameters always give the same bytes. Words and names are our own. One story has a large
conversation of its own (2,000 comments in 400 threads, replies up to depth 9); the other comments
are spread unevenly over the rest, as in a real newspaper.
"""

import argparse
import datetime
import random
import sys

NOUNS = """harbour council ferry school bridge market river station library museum hospital budget
tram garden theatre archive workshop orchard lighthouse cannery quarry railway brewery parish square
tunnel reservoir festival strike election permit survey roof crane turbine fishery dock tenant
landlord teacher nurse pilot baker engineer surveyor clerk mayor deputy inspector curator""".split()
VERBS = """delays approves rejects reopens closes surveys repairs doubles halves extends questions
defends reviews publishes withdraws rebuilds inspects funds postpones expands abandons welcomes
criticises restores replaces measures counts hires trains audits""".split()
ADJECTIVES = """northern southern old new narrow public quiet costly unfinished temporary shared
crowded empty disputed modest ambitious late early regional municipal coastal flooded restored
forgotten busy reliable uneven careful patient""".split()
PLACES = """Eastquay Saltmarsh Millbrook Ferrygate Northpier Oldtown Kirkstead Longreach Westdock
Hollowell Brackwater Stonebridge Fairhaven Underhill Seaward Whitmoor""".split()
FIRST = """Ana Bruno Clara Denis Edith Farid Greta Hamid Ines Jonas Karin Luca Mira Nils Olga Pavel
Rosa Samir Tilda Viktor Wanda Yusuf Zora Abel Birgit Cato Dora Emil""".split()
LAST = """Abbott Berger Castell Duarte Engel Farrow Galan Holm Ivarsen Jansen Kovac Lindqvist Moreau
Novak Okafor Petrov Quint Rahman Sorel Tamm Ulrich Vasko Werner Yilmaz Zeman""".split()
SECTIONS = "Local Politics Business Courts Culture Sport Education Environment Health Transport".split()

EPOCH = datetime.datetime(2019, 1, 1, 6, 0, 0)


class Words:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def sentence(self):
        r = self.random
        text = (f"the {r.choice(ADJECTIVES)} {r.choice(NOUNS)} {r.choice(VERBS)} "
                f"the {r.choice(NOUNS)} in {r.choice(PLACES)}")
        if r.random() < 0.5:
            text += f", while a {r.choice(ADJECTIVES)} {r.choice(NOUNS)} {r.choice(VERBS)} {r.choice(NOUNS)} plans"
        if r.random() < 0.3:
            text += f" before {r.randint(2, 12)} {r.choice(NOUNS)}s are counted"
        return text[0].upper() + text[1:] + "."

    def paragraph(self, words):
        out = []
        count = 0
        while count < words:
            out.append(self.sentence())
            count += len(out[-1].split())
        return " ".join(out)

    def headline(self):
        r = self.random
        return (f"{r.choice(ADJECTIVES).capitalize()} {r.choice(NOUNS)} {r.choice(VERBS)} "
                f"{r.choice(NOUNS)} in {r.choice(PLACES)}")

    def person(self):
        return f"{self.random.choice(FIRST)} {self.random.choice(LAST)}"


def cdata(text):
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def stamp(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def slug_of(title, number):
    return "-".join(title.lower().split()) + f"-{number}"


class Export:
    def __init__(self, options, out):
        self.options = options
        self.out = out
        self.words = Words(options.seed)
        self.random = self.words.random
        self.next_comment = 1
        people = max(10, options.comments // 12)
        self.people = [(self.words.person(), f"reader{i}@example.org") for i in range(people)]

    def write(self, text):
        self.out.write(text)

    def head(self):
        base = self.options.site
        self.write(f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/">
<channel>
\t<title>The Generated Gazette</title>
\t<link>{base}</link>
\t<description>News that never happened</description>
\t<language>en-GB</language>
\t<wp:wxr_version>1.2</wp:wxr_version>
\t<wp:base_site_url>{base}</wp:base_site_url>
\t<wp:base_blog_url>{base}</wp:base_blog_url>
""")
        for i in range(self.options.authors):
            self.write(f"\t<wp:author><wp:author_id>{i + 1}</wp:author_id>"
                       f"<wp:author_login>{cdata(f'writer{i}')}</wp:author_login>"
                       f"<wp:author_email>{cdata(f'writer{i}@example.org')}</wp:author_email>"
                       f"<wp:author_display_name>{cdata(self.words.person())}</wp:author_display_name>"
                       "</wp:author>\n")
        for i, name in enumerate(SECTIONS):
            self.write(f"\t<wp:category><wp:term_id>{i + 1}</wp:term_id>"
                       f"<wp:category_nicename>{cdata(name.lower())}</wp:category_nicename>"
                       f"<wp:category_parent></wp:category_parent>"
                       f"<wp:cat_name>{cdata(name)}</wp:cat_name></wp:category>\n")
        for i, name in enumerate(NOUNS):
            self.write(f"\t<wp:tag><wp:term_id>{100 + i}</wp:term_id>"
                       f"<wp:tag_slug>{cdata(name)}</wp:tag_slug>"
                       f"<wp:tag_name>{cdata(name.capitalize())}</wp:tag_name></wp:tag>\n")

    def picture_url(self, number):
        return f"{self.options.site}/wp-content/uploads/2019/{number % 12 + 1:02d}/picture-{number}.jpg"

    def pictures(self):
        for i in range(self.options.pictures):
            url = self.picture_url(i)
            self.write(f"""\t<item>
\t\t<title>picture-{i}</title>
\t\t<link>{self.options.site}/picture-{i}/</link>
\t\t<dc:creator>{cdata("writer0")}</dc:creator>
\t\t<guid isPermaLink="false">{url}</guid>
\t\t<content:encoded>{cdata("")}</content:encoded>
\t\t<excerpt:encoded>{cdata("The " + self.random.choice(NOUNS) + " on a grey morning.")}</excerpt:encoded>
\t\t<wp:post_id>{1_000_000 + i}</wp:post_id>
\t\t<wp:post_date>{stamp(EPOCH)}</wp:post_date>
\t\t<wp:post_date_gmt>{stamp(EPOCH)}</wp:post_date_gmt>
\t\t<wp:post_name>picture-{i}</wp:post_name>
\t\t<wp:status>inherit</wp:status>
\t\t<wp:post_parent>0</wp:post_parent>
\t\t<wp:post_type>attachment</wp:post_type>
\t\t<wp:attachment_url>{cdata(url)}</wp:attachment_url>
\t\t<wp:postmeta><wp:meta_key>_wp_attached_file</wp:meta_key><wp:meta_value>{cdata(url.split("/uploads/")[1])}</wp:meta_value></wp:postmeta>
\t\t<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>{cdata("A " + self.random.choice(NOUNS))}</wp:meta_value></wp:postmeta>
\t</item>
""")

    def body(self, number):
        words = self.random.randint(600, 900)
        blocks = []
        while words > 0:
            length = min(words, self.random.randint(50, 110))
            words -= length
            blocks.append(f"<!-- wp:paragraph -->\n<p>{self.words.paragraph(length)}</p>\n<!-- /wp:paragraph -->")
        if len(blocks) > 3:
            blocks.insert(2, f'<!-- wp:heading -->\n<h2 class="wp-block-heading">{self.words.headline()}</h2>\n<!-- /wp:heading -->')
        if self.options.pictures:
            picture = 1 + number % self.options.pictures - 1
            url = self.picture_url(picture).replace(".jpg", "-1024x768.jpg")
            blocks.insert(1, f'<!-- wp:image {{"id":{1_000_000 + picture},"sizeSlug":"large"}} -->\n'
                             f'<figure class="wp-block-image size-large"><img src="{url}" alt="" class="wp-image-{1_000_000 + picture}"/></figure>\n<!-- /wp:image -->')
        if number > 1:
            other = self.random.randint(1, number - 1)
            blocks.append(f'<!-- wp:paragraph -->\n<p>Earlier: <a href="{self.options.site}/?p={other}">our report</a>.</p>\n<!-- /wp:paragraph -->')
        return "\n\n".join(blocks)

    def comment(self, story_time, parent):
        number = self.next_comment
        self.next_comment += 1
        name, mail = self.random.choice(self.people)
        moment = story_time + datetime.timedelta(minutes=number % 40_000)
        text = self.words.paragraph(self.random.choice([8, 15, 30, 45, 80]))
        if self.random.random() < 0.2:
            text += "\n\n" + self.words.sentence()
        self.write(f"""\t\t<wp:comment>
\t\t\t<wp:comment_id>{number}</wp:comment_id>
\t\t\t<wp:comment_author>{cdata(name)}</wp:comment_author>
\t\t\t<wp:comment_author_email>{cdata(mail)}</wp:comment_author_email>
\t\t\t<wp:comment_author_url></wp:comment_author_url>
\t\t\t<wp:comment_author_IP>{cdata("192.0.2.7")}</wp:comment_author_IP>
\t\t\t<wp:comment_date>{cdata(stamp(moment))}</wp:comment_date>
\t\t\t<wp:comment_date_gmt>{cdata(stamp(moment))}</wp:comment_date_gmt>
\t\t\t<wp:comment_content>{cdata(text)}</wp:comment_content>
\t\t\t<wp:comment_approved>{cdata("1")}</wp:comment_approved>
\t\t\t<wp:comment_type>{cdata("comment")}</wp:comment_type>
\t\t\t<wp:comment_parent>{parent}</wp:comment_parent>
\t\t\t<wp:comment_user_id>0</wp:comment_user_id>
\t\t</wp:comment>
""")
        return number

    def conversation(self, story_time, count, threads):
        depths = []  # (id, depth) of what may be answered
        for i in range(count):
            if i < threads or not depths:
                depths.append((self.comment(story_time, 0), 0))
                continue
            parent, depth = self.random.choice(depths[-200:] if self.random.random() < 0.6 else depths)
            number = self.comment(story_time, parent)
            if depth + 1 < 9:
                depths.append((number, depth + 1))

    def story(self, number, comments, threads):
        r = self.random
        title = self.words.headline()
        name = slug_of(title, number)
        moment = EPOCH + datetime.timedelta(hours=9 * number)
        section = r.choice(SECTIONS)
        tags = r.sample(NOUNS, 3)
        self.write(f"""\t<item>
\t\t<title>{cdata(title)}</title>
\t\t<link>{self.options.site}/{moment:%Y/%m}/{name}/</link>
\t\t<pubDate>{moment:%a, %d %b %Y %H:%M:%S} +0000</pubDate>
\t\t<dc:creator>{cdata(f"writer{r.randrange(self.options.authors)}")}</dc:creator>
\t\t<guid isPermaLink="false">{self.options.site}/?p={number}</guid>
\t\t<description></description>
\t\t<content:encoded>{cdata(self.body(number))}</content:encoded>
\t\t<excerpt:encoded>{cdata(self.words.sentence())}</excerpt:encoded>
\t\t<wp:post_id>{number}</wp:post_id>
\t\t<wp:post_date>{cdata(stamp(moment))}</wp:post_date>
\t\t<wp:post_date_gmt>{cdata(stamp(moment))}</wp:post_date_gmt>
\t\t<wp:post_modified_gmt>{cdata(stamp(moment))}</wp:post_modified_gmt>
\t\t<wp:comment_status>{cdata("open")}</wp:comment_status>
\t\t<wp:post_name>{cdata(name)}</wp:post_name>
\t\t<wp:status>{cdata("publish")}</wp:status>
\t\t<wp:post_parent>0</wp:post_parent>
\t\t<wp:menu_order>0</wp:menu_order>
\t\t<wp:post_type>{cdata("post")}</wp:post_type>
\t\t<wp:post_password></wp:post_password>
\t\t<wp:is_sticky>0</wp:is_sticky>
\t\t<category domain="category" nicename="{section.lower()}">{cdata(section)}</category>
""")
        for tag in tags:
            self.write(f'\t\t<category domain="post_tag" nicename="{tag}">{cdata(tag.capitalize())}</category>\n')
        if self.options.pictures:
            self.write("\t\t<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
                       f"<wp:meta_value>{1_000_000 + number % self.options.pictures}</wp:meta_value></wp:postmeta>\n")
        self.conversation(moment, comments, threads)
        self.write("\t</item>\n")

    def spread(self):
        """Comments a story: the first has the large conversation, a few of the rest most others."""
        count = self.options.stories
        if count == 0:
            return []
        first = min(self.options.comments, self.options.largest)
        rest = self.options.comments - first
        weights = [1 / (1 + i % 97) for i in range(count - 1)]
        total = sum(weights) or 1
        numbers = [int(rest * w / total) for w in weights]
        for i in range(rest - sum(numbers)):
            if numbers:
                numbers[i % len(numbers)] += 1
        return [first] + numbers

    def run(self):
        self.head()
        self.pictures()
        for number, comments in enumerate(self.spread(), start=1):
            threads = self.options.threads if number == 1 else max(1, comments // 3)
            self.story(number, comments, threads)
        self.write("</channel>\n</rss>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=2_000)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--largest", type=int, default=2_000, help="comments of the first story")
    parser.add_argument("--threads", type=int, default=400, help="threads of the first story")
    parser.add_argument("--authors", type=int, default=20)
    parser.add_argument("--pictures", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--site", default="https://gazette.example")
    parser.add_argument("--output", default="-", help="file, or - for standard output")
    options = parser.parse_args()
    if options.output == "-":
        Export(options, sys.stdout).run()
    else:
        with open(options.output, "w", encoding="utf-8") as out:
            Export(options, out).run()


if __name__ == "__main__":
    main()
