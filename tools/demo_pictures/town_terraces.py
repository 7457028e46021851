"""Fronts and frontages: houses, shops and public buildings seen square on."""

from block import BLEED, H, W
from built import house, lamp, window
from folk import figure, random_figure
from inks import mix
from nature import L, R, cloud, land, ridge, sky, sun_disc, tree
from scenes import scene
from town_rows import street_row


@scene("terraced-houses", "morning day dusk overcast autumn rose")
def terraced_houses(c, p, v):
    """Ranks of terraces stepping down the hill to the water, nearest darkest."""
    r = c.rng
    if v % 3 == 0:
        return street_row(c, p, v)
    sun = (r.uniform(900, 1200), 190, 66)
    sky(c, p, 470, sun, ["bands", "rings", "rays"][v % 3])
    sun_disc(c, p, sun)
    c.rect(L, 380, R - L, 100, p.w[1])
    c.cuts((L, 385, R - L, 60), 40, p.w[0], (60, 200), (1.5, 4))
    land(c, ridge(r, 380, 14, 6), p.t[2], 400)
    slope = r.uniform(.10, .16)
    for row, (y, w, h) in enumerate(((370, 92, 84), (500, 128, 118), (660, 176, 160),
                                     (880, 250, 236))):
        for i in range(int((R - L) / w) + 2):
            x = L + i * w - (row * 37) % w
            step = round((y + (x - 300) * slope * (.5 + row * .18)) / 6) * 6
            base = [p.t[2], p.t[3], p.t[3], p.t[4]][row]
            wall = mix(base, [p.t[1], p.gold, p.red, p.t[1], p.sky[1]][(i * 3 + row) % 5],
                       .34 - row * .05)
            c.rect(x, step - 4, w + 2, 400, mix(p.t[4], p.t[5], row / 3))
            house(c, p, x, step, w, h, (wall, p.t[5], p.t[1], p.t[5]), .16)
    for i in range(5):
        tree(c, r.uniform(L, R), 960, r.uniform(90, 150), p.t[6], p.t[5], p.t[4])


@scene("snow-street", "winter night overcast rose")
def snow_street(c, p, v):
    r = c.rng
    sky(c, p, 620, (300, 160, 60), "bands")
    for i in range(5):
        house(c, p, 500 + i * 190, 500, 190, 180, (p.t[3], p.paper, p.t[2], p.t[4]), .5)
    x = L
    for i in range(7):
        w = r.uniform(210, 250)
        gable = r.random() < .4
        wall = [p.t[4], p.t[5], mix(p.t[4], p.red, .4)][i % 3]
        house(c, p, x, 720, w, 330, (wall, p.paper, p.t[2], p.t[6]), .55, gable)
        x += w
    drift(c, p, 716, p.t[1])
    for tx in (r.uniform(160, 320), r.uniform(1040, 1200)):
        lamp(c, p, tx, 850, 460, p.t[6])
        c.path(f"M{tx - 30} {850 - 460 * .955}L{tx} {850 - 474}L{tx + 30} {850 - 460 * .955}Z",
               p.paper)
    c.path("M520 740C640 800 560 860 480 1000L1000 1000C920 880 820 800 760 740Z", p.t[2])
    for i in range(13):
        c.gouge(610 + (i % 2) * 34 + i * 8, 770 + i * 17, 20 + i, 4 + i * .3, p.t[3], .4)
    figure(c, p, 720, 880, 270, p.t[6], p.t[2], "walk", hat="wool", scarf=p.red)
    figure(c, p, 840, 884, 170, p.red, p.gold, "walk", hat="wool")
    drift(c, p, 905, p.paper)
    for _ in range(190):
        s = r.choice([3, 4, 5, 7])
        c.dot(r.uniform(0, W), r.uniform(0, H), s, p.paper, s * .9)


def drift(c, p, y, ink):
    d = land(c, ridge(c.rng, y, 16, 8), ink)
    with c.clip(d):
        c.cuts((L, y + 10, R - L, 200), 40, p.t[2], (80, 260), (2, 6), .03)


@scene("high-street", "overcast rose day autumn morning")
def high_street(c, p, v):
    r = c.rng
    sky(c, p, 420, (r.uniform(200, 1200), 150, 60), "bands")
    for i in range(3):
        cloud(c, r.uniform(0, W), r.uniform(90, 160), r.uniform(240, 400), p.paper, p.sky[1])
    x, i = L, v
    while x < R:
        w = r.uniform(240, 320)
        shopfront(c, p, x, 760, w, r.uniform(420, 560), i)
        if v % 3 == 0:
            flood_boards(c, p, x, 760, w)
        x += w
        i += 1
    c.rect(L, 758, R - L, 240, p.t[2])
    c.rect(L, 836, R - L, 200, p.t[4])
    c.rect(L, 832, R - L, 10, p.t[1])
    c.cuts((L, 770, R - L, 60), 50, p.t[3], (30, 90), (1.5, 3))
    c.cuts((L, 860, R - L, 90), 40, p.t[5], (60, 200), (2, 4))
    for k in range(7 + v % 3):
        fx = 90 + k * 180 + r.uniform(-60, 60)
        fy = r.uniform(800, 850)
        c.gouge(fx + 60, fy, 170, 12, p.t[4], -.08)
        random_figure(c, p, fx, fy, r.uniform(190, 226), p.t[1])
    lamp(c, p, r.uniform(380, 1040), 862, 560, p.t[6], p.dark)


def shopfront(c, p, x, y, w, h, i):
    walls = [p.t[3], mix(p.t[2], p.red, .35), p.t[2], p.t[4], mix(p.t[2], p.gold, .5)]
    wall, trim = walls[i % 5], p.t[1]
    c.rect(x, y - h, w, h, wall)
    c.rect(x + w * .94, y - h, w * .06, h, mix(wall, p.ink, .4))
    if i % 3 == 0:
        c.poly([(x, y - h), (x + w / 2, y - h - w * .34), (x + w, y - h)], wall)
    c.rect(x - 4, y - h - 8, w + 8, 16, p.t[5])
    for col in range(3):
        for row in range(2):
            if y - h + 40 + row * 140 < y - 300:
                window(c, x + w * (.1 + col * .29), y - h + 44 + row * 136, w * .18, 92,
                       p.gold if c.rng.random() < .2 else p.t[5], trim)
    front = [p.t[5], p.deepred, p.red, p.t[6]][i % 4]
    c.rect(x + 6, y - 240, w - 12, 240, front)
    c.rect(x + 18, y - 176, w * .58, 136, mix(p.gold, p.t[1], .3))
    c.poly([(x + 18, y - 176), (x + w * .3, y - 176), (x + 18, y - 60)], p.paper)
    c.rect(x + w * .7, y - 176, w * .22, 176, p.t[6])
    c.rect(x + w * .73, y - 166, w * .16, 100, p.t[3])
    for k in range(5):
        c.rect(x + 28 + k * w * .105, y - 40 - c.rng.uniform(26, 70), w * .07, 70,
               [p.red, p.t[4], p.paper, p.t[3]][(k + i) % 4])
    c.rect(x + 18, y - 44, w * .58, 10, front)
    awning(c, p, x, y - 200, w, [p.red, p.t[4], p.gold, p.t[5]][i % 4])


def flood_boards(c, p, x, y, w):
    """Boards slotted across a shop door when the tide is forecast."""
    for k in range(4):
        c.rect(x + w * .64, y - 26 - k * 27, w * .34, 25, [p.gold, p.t[2]][k % 2])
        c.gouge(x + w * .8, y - 14 - k * 27, w * .26, 2, p.t[4])
    for side in (.635, .965):
        c.rect(x + w * side, y - 116, 9, 116, p.t[6])


def awning(c, p, x, y, w, ink):
    n = 8
    for k in range(n):
        a, b = x + w * k / n, x + w * (k + 1) / n
        c.poly([(a + 10 * (1 - k / n * 2), y - 46), (b + 10 * (1 - (k + 1) / n * 2), y - 46),
                (b, y + 14), (b, y + 22), ((a + b) / 2, y + 34), (a, y + 22)],
               ink if k % 2 else p.paper)
    c.rect(x, y + 10, w, 4, mix(ink, p.ink, .4))


@scene("bakery", "lamp dusk morning rose winter")
def bakery(c, p, v):
    """A dark street, a window of bread: all the light is inside."""
    r = c.rng
    c.rect(L, -BLEED, R - L, H + 80, p.t[5])
    c.cuts((L, 0, R - L, 800), 130, p.t[4], (36, 70), (2, 4), .01)
    c.rect(190, 90, 1070, 760, p.t[6])
    c.rect(220, 190, 700, 500, mix(p.gold, p.paper, .3))
    c.rect(220, 190, 700, 150, p.gold)
    c.rect(990, 190, 220, 660, p.deepred)
    c.rect(1020, 220, 160, 300, p.gold)
    awning(c, p, 160, 150, 1130, p.red)
    for x in (380, 740):
        c.line([(x, 150), (x, 250)], p.t[6], 5)
        c.path(f"M{x - 60} 290C{x - 50} 240 {x + 50} 240 {x + 60} 290Z", p.t[6])
    figure(c, p, r.uniform(520, 620), 640, 300, p.paper, p.gold, "stand", hat="cap")
    for row, y in enumerate((500, 690)):
        c.rect(220, y - 14, 700, 16, p.t[4])
        for k in range(6):
            bread(c, p, 285 + k * 114 + r.uniform(-10, 10), y - 14, (k + row + v) % 3)
    c.rect(556, 190, 14, 500, p.t[6])
    c.rect(190, 700, 770, 150, p.t[5])
    for k in range(4):
        c.rect(220 + k * 182, 724, 150, 100, p.t[6])
    c.rect(L, 850, R - L, 200, p.t[4])
    c.poly([(220, 850), (920, 850), (1040, 1000), (60, 1000)], mix(p.t[3], p.gold, .6))
    c.cuts((L, 860, R - L, 100), 40, p.t[5], (60, 180), (2, 5))
    figure(c, p, r.uniform(340, 420), 930, 380, p.ink, p.gold, "stand", True, "wool", True, True)
    if v % 2:
        figure(c, p, 690, 930, 350, p.ink, p.gold, "stand", hat="brim", scarf=p.red)


def bread(c, p, x, y, kind):
    crust, lit = mix(p.t[3], p.gold, .35), mix(p.gold, p.t[1], .5)
    if kind == 0:
        c.path(f"M{x - 46} {y}C{x - 56} {y - 56} {x + 56} {y - 56} {x + 46} {y}Z", crust)
        for k in (-20, 4, 26):
            c.gouge(x + k, y - 28, 30, 5, lit, -1)
    elif kind == 1:
        for k in (-28, 0, 28):
            c.dot(x + k, y - 18, 20, crust, 18)
            c.dot(x + k - 5, y - 24, 10, lit, 7)
    else:
        for k in (-24, 0, 24):
            c.poly([(x + k - 8, y), (x + k + 10, y - 110), (x + k + 24, y - 106), (x + k + 8, y)],
                   crust)
            c.gouge(x + k + 6, y - 60, 60, 4, lit, -1.4)
