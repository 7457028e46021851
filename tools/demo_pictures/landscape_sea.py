"""Harbour, open water and shore."""
from block import BLEED, H, W
from boats import bollard, ferry, reflection, rowboat, sloop, trawler
from built import harbour_crane, lighthouse, shed
from inks import mix
from nature import (L, R, cloud, flock, gull, land, ridge, sky, streaks, sun_disc, water)
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
