"""Single sitters: a head, a coat and a wall of light."""
from block import BLEED, H, W, pts
from heads import head
from inks import mix
from nature import L, R, land, ridge
from scenes import scene

# hair, coat, glasses, grey, backdrop
WOMEN = [("short", "lapel", 0, 1, 2), ("crop", "scarf", 1, 2, 0), ("cap", "polo", 0, 1, 3),
         ("curls", "crew", 0, 0, 1), ("bun", "lapel", 0, 0, 0), ("long", "scarf", 0, 0, 2),
         ("wrap", "lapel", 0, 0, 1), ("plait", "hood", 1, 0, 3)]
# the same, and a beard
MEN = [("short", "crew", 1, 2, 1, 1), ("bald", "polo", 1, 0, 2, 1), ("crest", "scarf", 0, 0, 0, 0),
       ("crop", "lapel", 0, 0, 3, 1), ("cap", "hood", 0, 1, 1, 1), ("bald", "scarf", 0, 0, 2, 0)]


def backdrop(c, p, kind):
    """What is behind a sitter: slats of light, a low sun, or a window and the town."""
    c.rect(L, -BLEED, R - L, H + 80, p.t[3])
    if kind == 0:
        for i in range(7):
            y = -60 + i * 165
            c.poly([(L, y), (R, y - 190), (R, y - 110), (L, y + 80)], mix(p.t[2], p.gold, .3))
            c.cuts((0, y - 120, W, 120), 8, p.t[3], (140, 320), (2, 5), -.128)
    elif kind == 1:
        for k, ink in ((620, p.sky[3]), (470, p.sky[2]), (330, p.sky[1])):
            c.dot(560, 440, k, ink)
            c.cuts((560 - k, 440 - k, 2 * k, 2 * k), 18, p.t[3], (80, 200), (2, 5))
        c.dot(560, 440, 210, p.gold)
    elif kind == 3:
        for i in range(4):
            land(c, ridge(c.rng, i * 120 - 80, 12, 6), p.sky[3 - i])
        c.dot(420, 330, 90, p.gold)
        land(c, ridge(c.rng, 470, 20, 7), p.t[3])
        for i in range(3):
            land(c, ridge(c.rng, 520 + i * 130, 8, 9), mix(p.w[0], p.w[1], .2 + i * .4))
            c.cuts((L, 530 + i * 130, R - L, 110), 26, p.paper, (80, 240), (2, 5))
    else:
        d = pts([(110, -50), (520, -50), (520, 700), (110, 700)])
        c.cuts((560, 0, 900, 900), 70, mix(p.t[3], p.t[2], .6), (50, 140), (2, 4), 1.1)
        with c.clip(d):
            for i in range(4):
                land(c, ridge(c.rng, i * 150 - 60, 12, 6, 60, 560), p.sky[3 - i], 800)
            c.dot(330, 430, 60, p.gold)
            land(c, ridge(c.rng, 540, 16, 6, 60, 560), p.t[4], 800)
        c.line([(110, -50), (110, 700), (520, 700), (520, -50)], p.t[5], 22)
        c.rect(306, -50, 14, 750, p.t[5])
        c.rect(110, 300, 410, 14, p.t[5])


def sitter(c, p, v, who, beard, colours):
    hair, coat, glasses, grey, wall = who[:5]
    backdrop(c, p, wall)
    locks = [p.t[6], mix(p.t[3], p.t[1], .35), mix(p.paper, p.t[1], .5)][grey]
    inks = (p.t[4], mix(p.t[1], p.gold, .3 if v % 2 else .75),
            mix(p.t[3], p.t[4], .5) if v % 3 else mix(p.t[3], p.red, .3), locks, *colours)
    x = c.rng.uniform(800, 900)
    head(c, x, 470, c.rng.uniform(232, 250),
         {"hair": hair, "coat": coat, "glasses": glasses, "beard": beard}, inks)


@scene("portrait-woman", "teal dusk winter rose lamp day autumn spring")
def portrait_woman(c, p, v):
    sitter(c, p, v, WOMEN[v % len(WOMEN)], False,
           [(p.t[5], p.t[2], p.red), (p.red, p.gold, p.t[5])][v % 2])


@scene("portrait-man", "dawn lamp day dusk spring storm")
def portrait_man(c, p, v):
    sitter(c, p, v + 1, MEN[v % len(MEN)], MEN[v % len(MEN)][5],
           [(p.t[5], p.t[3], p.t[1]), (p.deepred, p.red, p.t[1])][v % 2])
