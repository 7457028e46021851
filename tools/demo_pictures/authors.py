"""Byline portraits: the same knife at 320 pixels, one recognisable head per author."""
import random
import zlib

from block import Block
from heads import head
from inks import mix, palette
from nature import land, ridge

# hair, coat, beard, glasses, palette, backdrop, inks for (skin, lit), coat, facing right
LOOKS = {
    "edda-marsh": ("bob", "scarf", 0, 0, "dawn", "sun", (4, 0), "deepred", 0),
    "tobias-quill": ("bald", "lapel", 1, 1, "overcast", "rain", (4, 1), "t5", 1),
    "nadia-okonjo-reeve": ("curls", "lapel", 0, 0, "dusk", "sun", (5, 2), "t6", 1),
    "callum-threlkeld": ("crest", "lapel", 0, 1, "teal", "slats", (4, 0), "t5", 0),
    "ines-varga-holt": ("bun", "polo", 0, 1, "spring", "hills", (4, 0), "red", 1),
    "rupert-aldous": ("short", "scarf", 1, 0, "autumn", "slats", (4, 2), "t5", 0),
    "mei-lindqvist": ("plait", "hood", 0, 0, "day", "waves", (4, 0), "gold", 0),
    "jonah-pell": ("crop", "crew", 1, 1, "lamp", "sun", (5, 3), "t5", 1),
    "samira-dunmore": ("wrap", "polo", 0, 0, "rose", "hills", (4, 2), "t5", 0),
}
SIZE = 320


def backdrop(c, p, kind):
    c.rect(-40, -40, 400, 400, p.t[3])
    if kind == "sun":
        for rad, ink in ((190, p.sky[2]), (136, p.sky[1]), (88, p.gold)):
            c.dot(130, 130, rad, ink)
    elif kind == "rain":
        c.rect(-40, -40, 400, 400, p.t[2])
        c.cuts((0, 0, 320, 320), 40, p.t[0], (20, 50), (1, 1.6), 1.9)
    elif kind == "slats":
        for i in range(7):
            y = -40 + i * 62
            c.poly([(-40, y), (360, y - 70), (360, y - 40), (-40, y + 30)], mix(p.t[2], p.gold, .4))
    else:
        for i in range(4):
            c.rect(-40, -40 + i * 55, 400, 300, p.sky[3 - i])
        c.dot(90, 110, 40, p.gold)
        inks = p.w[1:] if kind == "waves" else [p.t[2], p.t[3], p.t[4]]
        for i, ink in enumerate(inks):
            land(c, ridge(c.rng, 190 + i * 36, 12, 5, -40, 360), ink, 380)
            c.cuts((-20, 196 + i * 36, 340, 24), 9, p.w[0] if kind == "waves" else p.t[1],
                   (20, 60), (1, 2))


def newspapers(c, p):
    """For the editors: a bundle tied with string, a masthead rule on top, no words."""
    c.rect(-40, -40, 400, 400, p.sky[1])
    c.dot(160, 150, 116, p.gold)
    c.dot(160, 150, 84, p.sky[0])
    c.rect(-40, 236, 400, 200, p.t[5])
    for i in range(9):
        y, off = 240 - i * 13, (i * 7) % 5 - 2
        c.rect(48 + off, y - 13, 224, 13, p.t[1] if i % 2 else p.t[2])
        c.rect(48 + off, y - 4, 224, 3, p.t[4])
    c.poly([(46, 124), (92, 84), (306, 84), (272, 124)], p.paper)
    c.poly([(272, 124), (306, 84), (306, 196), (272, 240)], p.t[3])
    for i in range(8):
        c.line([(273, 232 - i * 13), (306, 190 - i * 13)], p.t[4], 2)
    c.poly([(90, 104), (104, 92), (284, 92), (274, 104)], p.red)
    for k in range(3):
        c.line([(78 + k * 66, 116), (126 + k * 66, 116)], p.t[5], 3)
        c.line([(84 + k * 66, 110), (130 + k * 66, 110)], p.t[5], 3)
    c.line([(150, 241), (150, 124), (190, 84)], p.t[6], 5)
    c.line([(272, 176), (48, 176)], p.t[6], 5)
    c.poly([(150, 176), (122, 158), (128, 192)], p.t[6])
    c.poly([(150, 176), (180, 158), (174, 194)], p.t[6])


def author(slug):
    c = Block(random.Random(zlib.crc32(slug.encode())), SIZE, SIZE)
    if slug not in LOOKS:
        p = palette("dawn")
        newspapers(c, p)
        return c.svg(p, False, 3)
    hair, coat, beard, glasses, inks, back, (skin, lit), wool, right = LOOKS[slug]
    p = palette(inks)
    backdrop(c, p, back)
    coats = {"deepred": p.deepred, "red": p.red, "gold": p.gold, "t5": p.t[5], "t6": p.t[6]}
    light = mix(p.t[lit], p.gold, .3)
    cloth = coats[wool]
    look = {"hair": hair, "coat": coat, "beard": beard, "glasses": glasses}
    collar = p.red if wool in ("t5", "t6") else p.t[1]
    head(c, 176, 152, 90, look, (p.t[skin], light, mix(p.t[skin], light, .35), hair_ink(p, slug),
                                 cloth, mix(cloth, light, .6), collar))
    return c.svg(p, bool(right), 5)


def hair_ink(p, slug):
    return {"rupert-aldous": mix(p.paper, "#ffffff", .4), "edda-marsh": mix(p.red, p.ink, .45),
            "callum-threlkeld": mix(p.gold, p.ink, .35), "samira-dunmore": p.red,
            "tobias-quill": p.t[5]}.get(slug, p.ink)
