"""Harbour, open water and shore."""
import math

from block import W, pts
from boats import bollard, ferry, reflection, rowboat, sloop, trawler
from built import harbour_crane, lamp, lighthouse, shed
from folk import figure, random_figure
from inks import mix
from nature import (L, R, cloud, flock, gull, land, rain, ridge, sky, stars, streaks, sun_disc,
                    swell, water)
from landscape_water import rower
from scenes import scene


def quay(c, p, y, x0, x1, ink, top, depth=60):
    """A stone quay edge: a lit coping over coursed masonry."""
    c.rect(x0, y, x1 - x0, depth, ink)
    c.rect(x0, y, x1 - x0, depth * .16, top)
    for row in range(3):
        yy = y + depth * (.34 + .22 * row)
        c.cuts((x0, yy, x1 - x0, 2), int((x1 - x0) / 60), mix(ink, top, .3), (24, 60), (1, 2))


def skyline(c, p, y, x0, x1, ink, lit, low=40, high=110):
    """A far waterfront: roofs, a spire, chimneys, nothing worth a second glance."""
    r, x = c.rng, x0
    spire = r.uniform(x0 + 60, x1 - 60)
    while x < x1:
        w, h = r.uniform(26, 74), r.uniform(low, high) * .6
        c.poly([(x, y), (x, y - h), (x + w / 2, y - h - w * r.choice([0, .35, .45])),
                (x + w, y - h), (x + w, y)], ink)
        if r.random() < .5:
            c.rect(x + w * .2, y - h - w * .4, w * .12, w * .5, ink)
        for _ in range(r.randint(0, 3)):
            c.rect(x + r.uniform(.15, .75) * w, y - h * r.uniform(.3, .9), 5, 7, lit)
        x += w * r.uniform(.8, 1)
    c.rect(spire - 13, y - high, 26, high, ink)
    c.poly([(spire - 16, y - high + 2), (spire, y - high * 2.1), (spire + 16, y - high + 2)], ink)


@scene("harbour-dawn", "dawn dusk morning rose winter")
def harbour_dawn(c, p, v):
    r = c.rng
    hz = r.uniform(420, 480)
    sx = r.uniform(820, 1020)
    sun = (sx, hz - r.uniform(10, 60), r.uniform(62, 84))
    sky(c, p, hz, sun, r.choice(["rings", "rings", "rays"]))
    streaks(c, mix(p.sky[0], p.paper, .5), hz * .2, hz * .62, 5)
    sun_disc(c, p, sun)
    land(c, ridge(r, hz - 34, 16, 8), mix(p.t[2], p.sky[1], .35), hz + 4)
    skyline(c, p, hz + 2, 560, R, p.t[3], p.gold)
    water(c, p, hz, glint=(sx, mix(p.gold, p.sky[0], .45), 190))
    yq = hz + 74
    harbour_crane(c, 470, yq - 20, 330, p.t[5], p.t[4])
    shed(c, p, L, yq, 560, 150, p.t[4], p.t[5], mix(p.gold, p.t[4], .15), 5)
    quay(c, p, yq, L, 640, p.t[5], p.t[3], 54)
    reflection(c, 280, yq + 58, 640, 110, p.t[5], 15)
    sloop(c, p, 780, yq + 66, 100, p.t[5], p.t[2], True)
    trawler(c, p, r.uniform(960, 1010), 700, 190, p.t[5], p.t[1], p.t[2], True)
    reflection(c, 990, 708, 380, 90, p.t[6], 12)
    if r.random() < .7:
        rowboat(c, p, 560, 800, 150, p.t[6])
    land(c, [(L, 850), (420, 868), (900, 884), (R, 905)], p.t[6])
    c.cuts((L, 880, W, 70), 26, p.t[5], (60, 200), (2, 4), .03)
    bollard(c, p, 250, 870, 150, p.t[6], p.t[3])
    c.line([(262, 770), (420, 812), (520, 800)], p.t[6], 7, True)
    flock(c, r.uniform(420, 640), 240, 7, 120, (14, 32), p.t[5])
    gull(c, 620, 190, 58, p.paper, -10)


@scene("harbour-storm", "storm dusk night teal")
def harbour_storm(c, p, v):
    r = c.rng
    if v % 2:
        return quay_storm(c, p)
    sky(c, p, 430, None, "bands", 3)
    for i in range(4):
        cloud(c, r.uniform(0, W), 120 + i * 55, r.uniform(500, 800), p.sky[3 - i % 2], p.sky[4])
    rain(c, p.sky[1], 60, 1.95, 620)
    skyline(c, p, 470, 760, R, p.t[4], p.gold)
    swell(c, 490, 34, 240, p.w[1], p.w[0])
    swell(c, 570, 60, 360, p.w[2], p.w[0], r.random())
    # The breakwater takes the sea side-on; its lamp is the only warm thing in the picture.
    spray(c, 250, 500, r.uniform(230, 270), p.paper, p.t[1])
    spray(c, 480, 600, r.uniform(150, 190), p.paper, p.t[1])
    c.poly([(L, 470), (430, 500), (470, 660), (L, 660)], p.t[5])
    c.poly([(L, 470), (430, 500), (436, 518), (L, 490)], p.t[2])
    c.cuts((L, 510, 450, 90), 30, p.t[4], (30, 70), (2, 4), .06)
    lighthouse(c, p, 350, 500, 260, p.t[1], p.t[5], p.red)
    with c.at(r.uniform(850, 980), 0, 1, turn=r.uniform(-2, 2)):
        trawler(c, p, 0, 665, 175, p.t[5], p.t[1], p.t[1], True)
    swell(c, 720, 96, 520, p.w[3], p.w[0], r.random())
    swell(c, 850, 110, 640, p.t[5], p.w[1], r.random())
    rain(c, p.paper, 40, 1.95)


def quay_storm(c, p):
    """High water: the sea over the quay, lamps standing in the flood."""
    r = c.rng
    sky(c, p, 460, None, "bands", 3)
    for i in range(3):
        cloud(c, r.uniform(0, W), 130 + i * 60, r.uniform(500, 800), p.sky[2 + i % 2], p.sky[4])
    skyline(c, p, 480, L, R, p.t[4], p.gold, 50, 100)
    swell(c, 520, 46, 300, p.w[1], p.w[0], r.random())
    for x, s in ((330, 190), (1130, 250)):
        spray(c, x + r.uniform(-60, 60), 620, s, p.paper, p.t[1])
    trawler(c, p, r.uniform(690, 760), 640, 210, p.t[5], p.t[1], p.t[2], True)
    swell(c, 640, 40, 420, p.w[2], p.w[0], r.random())
    c.rect(L, 676, R - L, 300, p.t[5])
    c.rect(L, 672, R - L, 16, p.t[2])
    for _ in range(120):
        q = r.random()
        c.gouge(r.uniform(L, R), 695 + 260 * q, 60 + 200 * q, 2 + 5 * q,
                r.choice([p.w[2], p.w[1], p.w[3]]))
    for x, y, h in ((180, 760, 420), (620, 800, 520), (1130, 850, 640)):
        reflection(c, x, y, h * .22, h * .34, p.gold, 12)
        lamp(c, p, x, y, h, p.t[6])
    for x in (400, 860, 1330):
        bollard(c, p, x, 748, 74, p.t[6], p.t[3])
    random_figure(c, p, 860, 880, 250, p.gold, "walk", [p.t[6]])
    rain(c, p.paper, 60, 1.95)


def spray(c, x, y, size, ink, shade):
    """A wave broken on stone: a ragged fan of slivers over a solid heart."""
    for layer, k in ((shade, 1), (ink, .72)):
        fan = []
        for i in range(27):
            a = 3.4 + i / 26 * 2.6 + c.rng.uniform(-.05, .05)
            d = size * k * (c.rng.uniform(.8, 1.15) if i % 2 else c.rng.uniform(.5, .7))
            fan.append((x + d * .75 * math.cos(a), y + d * math.sin(a)))
        c.poly([*fan, (x + size * .5, y + 26), (x, y + 40), (x - size * .5, y + 26)], layer)
    for _ in range(40):
        a, d = c.rng.uniform(3.5, 5.9), size * c.rng.uniform(.7, 1.35)
        c.gouge(x + d * .8 * math.cos(a), y + d * math.sin(a), c.rng.uniform(14, 50), 4, ink, a)


@scene("ferry", "overcast day dusk morning overcast winter rose")
def ferry_crossing(c, p, v):
    r = c.rng
    hz = r.uniform(400, 450)
    sun = (r.uniform(240, 420), hz - 120, 60)
    sky(c, p, hz, sun, r.choice(["rings", "bands"]))
    sun_disc(c, p, sun)
    for i in range(3):
        cloud(c, r.uniform(500, 1400), r.uniform(110, 250), r.uniform(200, 380), p.paper, p.sky[1])
    land(c, ridge(r, hz - 60, 30, 8), p.t[2], hz + 4)
    land(c, ridge(r, hz - 24, 16, 10), p.t[3], hz + 4)
    skyline(c, p, hz + 4, 940, 1380, p.t[4], p.gold, 26, 70)
    water(c, p, hz, glint=(sun[0], p.sky[0], 150))
    fx = r.uniform(880, 960)
    reflection(c, fx, 720, 640, 120, p.w[3], 14)
    ferry(c, p, fx, 706, 225, p.t[4], p.paper)
    swell(c, 740, 22, 300, p.w[2], p.w[0], r.random())
    for dx, y in ((-330, 600), (-250, 590)):
        c.line([(fx + dx, y), (540, 700), (372, 790)], p.t[6], 5, True)
    jetty(c, p, v)
    flock(c, 480, 330, 5, 110, (22, 46), p.t[5])
    gull(c, 1180, 300, 64, p.paper, 8)


def jetty(c, p, v):
    r = c.rng
    c.poly([(L, 830), (620, 850), (640, 884), (L, 880)], p.t[5])
    c.poly([(L, 830), (620, 850), (626, 860), (L, 842)], p.t[2])
    for x in (60, 210, 360, 500, 600):
        c.rect(x, 800 if x != 210 else 770, 26, 220, p.t[6])
        c.rect(x, 800 if x != 210 else 770, 7, 220, p.t[3])
    spots = [150, 300, 345, 440, 555][:3 + v % 3]
    for x in spots:
        random_figure(c, p, x, 848, r.uniform(190, 215), p.gold, "stand",
                      [p.t[6], p.deepred, p.t[5]])


@scene("fishing-boat", "teal winter dusk day storm dawn")
def fishing_boat(c, p, v):
    r = c.rng
    if v % 2 == 0:
        return gig(c, p)
    hz = r.uniform(330, 420)
    sun = (r.uniform(980, 1180), hz - 90, 66)
    sky(c, p, hz, sun, ["rays", "rings", "bands"][v % 3])
    sun_disc(c, p, sun)
    streaks(c, p.sky[0], 80, hz - 80, 5)
    land(c, ridge(r, hz - 16, 12, 7), p.t[3], hz + 3)
    water(c, p, hz, glint=(sun[0], p.sky[0], 170))
    trawler(c, p, r.uniform(1160, 1260), hz + 60, 54, p.t[5], p.t[2], p.t[2])
    bx = r.uniform(560, 680)
    reflection(c, bx, 770, 900, 150, p.w[3], 14)
    trawler(c, p, bx, 740, 405, p.t[5], p.paper, p.t[1])
    figure(c, p, bx + 10, 618, 150, p.gold, p.paper, "stand", hat="wool")
    figure(c, p, bx - 190, 622, 146, p.red, p.gold, "walk", hat="cap")
    swell(c, 800, 34, 420, p.w[3], p.w[1], r.random())
    swell(c, 890, 44, 560, p.t[6], p.w[2], r.random())
    flock(c, bx - 300, 330, 8, 150, (26, 60), p.paper)
    flock(c, bx + 420, 300, 4, 90, (16, 30), p.t[5])


def gig(c, p):
    """An old six-oared pilot gig, pulled out through the swell."""
    r = c.rng
    hz = r.uniform(360, 420)
    sun = (r.uniform(1000, 1180), hz - 70, 70)
    sky(c, p, hz, sun, "rays")
    sun_disc(c, p, sun)
    land(c, ridge(r, hz - 26, 22, 7), p.t[3], hz + 3)
    water(c, p, hz, glint=(sun[0], p.sky[0], 170))
    swell(c, hz + 110, 24, 320, p.w[2], p.w[1], r.random())
    with c.at(r.uniform(690, 740), 650, 1.5, turn=r.uniform(-3, 0)):
        for i in range(6):
            rower(c, p, -222 + i * 84, i)
        c.path("M306 -20L312 -78C316 -96 338 -96 342 -78L350 -20Z", p.t[6])
        c.dot(328, -100, 12, p.t[5], 14)
        c.path("M314 -104C316 -120 340 -120 342 -104Z", p.red)
        c.path("M-420 -62C-300 -14 240 -10 400 -50C390 -10 360 24 320 34L-330 34"
               "C-380 16 -410 -20 -420 -62Z", mix(p.red, p.t[6], .55))
        c.path("M-420 -62C-300 -14 240 -10 400 -50L398 -38C240 2 -300 -2 -416 -46Z", p.gold)
        for k in range(3):
            c.line([(-396 + k * 14, -26 + k * 14), (0, 2 + k * 11), (370 - k * 14, -18 + k * 15)],
                   p.t[6], 2.4, True)
        for i in range(6):
            x = -190 + i * 84
            c.line([(x, -24), (x - 118, 60)], p.paper, 6)
            c.poly([(x - 106, 46), (x - 100, 58), (x - 150, 92), (x - 158, 80)],
                   p.gold if i % 2 else p.red)
    swell(c, 770, 40, 460, p.w[3], p.w[0], r.random())
    swell(c, 880, 48, 600, p.t[5], p.w[1], r.random())
    flock(c, 420, 230, 7, 130, (16, 46), p.paper)


@scene("lighthouse", "night dusk storm dawn winter")
def lighthouse_point(c, p, v):
    r = c.rng
    hz = r.uniform(560, 620)
    sky(c, p, hz, None, "bands", 1.4)
    x, top = r.uniform(880, 960), 214
    if p.name == "night":
        stars(c, p, 60, 400)
    for a, b, side in ((40, 190, L), (60, 150, R)):
        c.poly([(x, top), (side, top - a), (side, top + b)], mix(p.sky[3], p.gold, .45))
        c.poly([(x, top), (side, top - a * .2), (side, top + b * .5)], mix(p.sky[2], p.gold, .75))
    streaks(c, p.sky[1], 330, hz - 40, 5)
    land(c, ridge(r, hz - 30, 18, 6), p.t[3], hz + 4)
    water(c, p, hz, glint=(300, mix(p.gold, p.w[0], .4), 120))
    rock = [(520, 800), (600, 700), (700, 640), (790, 610), (880, 560), (1010, 556), (1130, 600),
            (1290, 620), (R, 690), (R, 1000), (430, 1000)]
    c.poly(rock, p.t[5])
    with c.clip(pts(rock)):
        c.poly([(520, 800), (700, 640), (880, 560), (940, 556), (800, 700), (640, 1000),
                (400, 1000)], p.t[3])
        c.cuts((480, 580, 900, 400), 70, p.t[4], (60, 160), (3, 7), .7, .3)
        c.cuts((860, 640, 600, 340), 40, p.t[6], (60, 160), (3, 7), .9, .3)
    cottage(c, p, 1060, 606)
    lighthouse(c, p, x, 566, 440, p.paper, p.t[5], p.red, p.gold)
    swell(c, 850, 52, 420, p.w[3], p.paper, r.random())
    swell(c, 920, 40, 520, p.t[6], p.w[0], r.random())
    flock(c, 480, 420, 6, 90, (16, 38), p.paper)


def cottage(c, p, x, y):
    c.rect(x, y - 66, 170, 80, p.t[1])
    c.rect(x + 120, y - 66, 50, 80, p.t[3])
    c.poly([(x - 10, y - 62), (x + 22, y - 116), (x + 150, y - 116), (x + 182, y - 62)], p.t[6])
    c.rect(x + 128, y - 140, 22, 40, p.t[5])
    for i in range(3):
        c.rect(x + 18 + i * 46, y - 46, 22, 26, p.gold)
