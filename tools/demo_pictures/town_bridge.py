"""The Harbour Bridge: two steel towers and a span that lifts between them."""
from boats import reflection, sloop, trawler
from built import lattice
from inks import mix
from nature import L, R, flock, land, moon, ridge, sky, streaks, sun_disc, water
from scenes import scene


@scene("bridge", "dusk day winter dawn night overcast")
def bridge(c, p, v):
    r = c.rng
    hz = r.uniform(590, 640)
    sun = (r.uniform(640, 820), hz - r.uniform(90, 190), 92)
    sky(c, p, hz, sun, ["rings", "rays", "bands"][v % 3])
    (moon(c, p, sun[0], 180, 46) if p.name == "night" else sun_disc(c, p, sun))
    streaks(c, p.sky[0], 90, 300, 4)
    land(c, ridge(r, hz - 40, 22, 8), p.t[2], hz + 4)
    for i in range(26):
        x = L + i * 62
        h = r.uniform(22, 60) + 30 * abs(x - 720) / 720
        c.poly([(x, hz + 4), (x, hz - h), (x + 30, hz - h - 20 * (i % 2)), (x + 60, hz - h),
                (x + 60, hz + 4)], p.t[3])
        if i % 3:
            c.rect(x + 16, hz - h * .6, 7, 9, p.gold)
    water(c, p, hz, glint=(sun[0], mix(p.gold, p.sky[0], .5), 190))
    a, b = 330 + r.uniform(-40, 30), 1110 + r.uniform(-30, 40)
    for x in (a, b):
        reflection(c, x, hz + 66, 190, 150, p.t[5], 13)
    lift_bridge(c, p, a, b, hz + 50, 560, (.22, .62)[v % 2], p.t[5], True)
    if v % 2:
        sloop(c, p, r.uniform(640, 800), hz + 150, 118, p.t[6], p.paper, False, False)
    else:
        trawler(c, p, r.uniform(640, 860), 850, 120, p.t[6], p.t[1], p.t[2], v % 4 == 2)
    land(c, [(L, 925), (400, 936), (900, 944), (R, 938)], p.t[6])
    flock(c, r.uniform(500, 900), 170, 6, 90, (16, 36), p.t[5])


def lift_bridge(c, p, a, b, base, h, lift, ink, near=False):
    """Towers at a and b; `lift` is how far up the span hangs, `near` adds the scaffolding."""
    w, deck = h * .17, base - h * .22
    thin = h * .012 + 1
    for x0, x1 in ((L, a - w / 2), (b + w / 2, R if near else b + h * 1.1)):
        truss(c, p, x0, x1, deck, h * .11, ink, thin)
        for k in (.22, .72):
            c.rect(x0 + (x1 - x0) * k - w * .2, deck, w * .4, base - deck + h * .06, ink)
    for x in (a, b):
        tower(c, p, x, base, w, h, ink, thin)
    up = deck - (h * .62) * lift
    truss(c, p, a + w * .5, b - w * .5, up, h * .13, ink, thin, True)
    for x in (a + w * .42, b - w * .42):
        c.line([(x, base - h), (x, up)], ink, thin)
    for x in (a - w * .3, b + w * .3):
        c.rect(x - w * .16, base - h + h * .62 * lift + h * .05, w * .32, h * .14, p.red)
    lattice(c, a, base - h * .985, b, base - h * .985, h * .03, ink, thin * .6, 22)
    if near:
        scaffold(c, p, b, base, w, h)


def tower(c, p, x, base, w, h, ink, thin):
    for side in (-1, 1):
        c.poly([(x + side * w * .62 - thin, base), (x + side * w * .42 - thin, base - h),
                (x + side * w * .42 + thin, base - h), (x + side * w * .62 + thin, base)], ink)
        c.line([(x + side * w * .62 - thin, base), (x + side * w * .42 - thin, base - h)],
               mix(p.gold, ink, .35), thin * .5)
    n = 7
    for k in range(n):
        y0, y1 = base - h * k / n, base - h * (k + 1) / n
        s0, s1 = w * (.62 - .2 * k / n), w * (.62 - .2 * (k + 1) / n)
        c.line([(x - s0, y0), (x + s1, y1), (x - s1, y1), (x + s0, y0)], ink, thin * .8)
    c.rect(x - w * .62, base - h * 1.03, w * 1.24, h * .04, ink)
    for side in (-.34, .34):
        c.dot(x + w * side, base - h * 1.045, h * .042, ink)
        c.dot(x + w * side, base - h * 1.045, h * .02, p.t[2])
    c.poly([(x - w * .95, base + h * .1), (x - w * .8, base - h * .08),
            (x + w * .8, base - h * .08), (x + w * .95, base + h * .1)], p.t[4])
    c.poly([(x + w * .1, base + h * .1), (x + w * .1, base - h * .08), (x + w * .8, base - h * .08),
            (x + w * .95, base + h * .1)], mix(p.t[5], p.ink, .2))
    c.rect(x - w * .86, base - h * .1, w * 1.72, h * .03, p.t[2])


def truss(c, p, x0, x1, y, depth, ink, thin, bow=False):
    n = max(4, int((x1 - x0) / depth / 1.1))
    top, low = [], []
    for i in range(n + 1):
        k = i / n
        rise = depth * (.9 + (.55 * (1 - (2 * k - 1) ** 2) if bow else 0))
        top.append((x0 + (x1 - x0) * k, y - rise))
        low.append((x0 + (x1 - x0) * k, y))
    for i in range(n):
        c.line([low[i], top[i], low[i + 1]] if i % 2 else [top[i], low[i], top[i + 1]], ink,
               thin * .75)
    c.line(top, ink, thin * 1.3)
    c.rect(x0, y - thin, x1 - x0, thin * 3.4, ink)
    c.rect(x0, y - thin * 1.6, x1 - x0, thin * .7, p.t[2])


def scaffold(c, p, x, base, w, h):
    """The works that closed it: poles, boards and sheeting on one tower."""
    for k in range(6):
        c.rect(x - w * .9 + k * w * .36, base - h * .86, 4, h * .8, p.t[2])
    for k in range(9):
        c.rect(x - w, base - h * (.1 + k * .095), w * 2, 5, p.t[2])
    for k, j in ((0, 2), (2, 4), (3, 5), (1, 6)):
        c.rect(x - w * .9 + k * w * .36, base - h * (.1 + j * .095), w * .36, h * .09,
               mix(p.red, p.t[2], .15) if k % 2 else mix(p.t[3], p.paper, .4))
