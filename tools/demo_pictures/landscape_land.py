"""Marsh, wood, field and sky."""
import math

from block import BLEED, H, W, smooth
from built import house
from folk import figure
from inks import mix
from nature import (L, R, cloud, flock, land, reeds, ridge, sky, streaks, sun_disc, tree, wader,
                    water)
from scenes import scene
from space import Camera


@scene("saltmarsh", "dusk spring autumn dawn winter")
def saltmarsh(c, p, v):
    r = c.rng
    hz = r.uniform(340, 420)
    sun = (r.uniform(560, 860), hz - 70, 56)
    sky(c, p, hz, sun, ["rays", "rings", "bands"][v % 3])
    sun_disc(c, p, sun)
    streaks(c, p.sky[0], 60, hz - 120, 4)
    land(c, ridge(r, hz - 20, 12, 8), p.t[2])
    for i, ink in enumerate((p.t[2], mix(p.t[2], p.t[3], .6), p.t[3])):
        y = hz + 6 + i * 46
        land(c, ridge(r, y, 8, 9), ink)
        c.cuts((L, y + 14, R - L, 50), 60, mix(ink, p.gold, .4), (50, 170), (1.5, 4))
    for i in range(26):
        q = (i / 26) ** 1.5
        y = hz + 30 + q * 560
        c.gouge(r.uniform(L, R), y, 200 + 500 * q, 8 + 22 * q,
                [mix(p.t[3], p.red, .35), p.t[4], mix(p.t[3], p.gold, .45)][i % 3])
        c.cuts((L, y, R - L, 40), 10, [p.t[4], p.t[2]][i % 2], (30 + 90 * q, 90 + 160 * q),
               (1.5, 3 + 3 * q))
    for i in range(7):
        pool(c, p, r.uniform(L, R), hz + 40 + 60 * i, 60 + 44 * i)
    creek(c, p, hz, sun[0])
    for i in range(46):
        q = r.random()
        y = hz + 60 + q * 560
        x = r.choice([r.uniform(L, 520 - q * 200), r.uniform(960 + q * 200, R)])
        reeds(c, x - 20 - 40 * q, x + 20 + 40 * q, y, 24 + 90 * q, [p.t[4], p.t[3], p.t[5]][i % 3],
              5)
    reeds(c, L, 640, H + 30, 330, p.t[6], 120)
    reeds(c, L, 400, H + 30, 420, p.t[5], 40)
    reeds(c, 1020, R, H + 30, 260, p.t[6], 90, -.1)
    flock(c, r.uniform(380, 900), 170, 14, 150, (14, 30), p.t[5])
    if v % 2:
        wader(c, 690, 800, 120, p.t[1], p.t[4], p.t[6], feeding=True)


def pool(c, p, x, y, w):
    """A pan left by the last tide: mud lip above, a slip of sky below."""
    ring = [(x + math.cos(a / 9 * math.tau) * w * c.rng.uniform(.8, 1.2),
             y + math.sin(a / 9 * math.tau) * w * .14) for a in range(9)]
    c.blob([(px, py - w * .05) for px, py in ring], p.t[5])
    c.blob(ring, p.w[0])
    c.gouge(x, y, w, w * .03 + 1, p.sky[0])


def creek(c, p, hz, x):
    """An S of sky lying in the mud, widening toward us."""
    left, right = [], []
    for i in range(9):
        q = i / 8
        y = hz + 14 + (H + 60 - hz) * q ** 1.5
        mid = x + math.sin(q * 6.1) * (30 + 260 * q) * (1 - q * .3)
        half = 5 + 300 * q ** 1.7
        left.append((mid - half, y))
        right.append((mid + half, y))
    c.path(smooth([(px - 26, py) for px, py in left] + [(px + 26, py) for px, py in
                                                        reversed(right)]), p.t[4])
    d = smooth(left + right[::-1])
    c.path(d, p.w[0])
    with c.clip(d):
        for _ in range(90):
            q = c.rng.random()
            c.gouge(c.rng.uniform(L, R), hz + 20 + 600 * q ** 1.3, 40 + 240 * q, 1 + 6 * q,
                    c.rng.choice([p.w[1], p.w[1], p.sky[0], p.w[2]]))


@scene("estuary-birds", "overcast dawn autumn dusk day")
def estuary_birds(c, p, v):
    r = c.rng
    hz = r.uniform(430, 500)
    sun = (r.uniform(920, 1140), hz - r.uniform(40, 120), 80)
    sky(c, p, hz, sun, "rings" if v % 2 == 0 else "bands")
    sun_disc(c, p, sun)
    if v % 2:
        murmuration(c, p, r.uniform(380, 560), 230)
    land(c, ridge(r, hz - 18, 10, 7), p.t[3], hz + 4)
    water(c, p, hz, glint=(sun[0], p.sky[0], 210))
    for y, ink in ((660, p.t[3]), (740, p.t[4])):
        bar = ridge(r, y, 16, 8, r.uniform(-200, 300), R if y > 700 else 1300)
        base = [(px, py + 26 + 30 * (y > 700)) for px, py in reversed(bar)]
        c.path(smooth(bar, False) + "L" + "L".join(f"{a:.0f} {b:.0f}" for a, b in base) + "Z", ink)
    if v % 2 == 0:
        return skein(c, p, v)
    for i in range(9):
        x = 180 + i * 130 + r.uniform(-40, 40)
        wader(c, x, 668 + r.uniform(-4, 14), r.uniform(60, 84), p.t[5], p.t[4], p.t[6],
              r.random() < .4, r.random() < .5)
    land(c, ridge(r, 880, 14, 7), p.t[6])
    c.cuts((L, 890, R - L, 70), 30, p.t[4], (60, 240), (2, 5))
    spots = [(300, 1), (560, -1), (900, 1)][: 2 + v % 2]
    for x, s in spots:
        wader(c, x + r.uniform(-60, 60), 884, r.uniform(240, 300), p.t[6], p.t[3], p.t[6], s < 0,
              r.random() < .5)


def skein(c, p, v):
    """Geese leaving ahead of the tide: three ragged lines, the nearest almost overhead."""
    r = c.rng
    land(c, ridge(r, 880, 14, 7), p.t[6])
    reeds(c, L, 520, 960, 150, p.t[6], 60)
    reeds(c, 1080, R, 960, 120, p.t[6], 40)
    for count, x, y, dx, dy, s in ((13, 300, 360, 62, -9, 24), (10, 180, 560, 110, 12, 44),
                                   (6, 230, 300, 200, -26, 92)):
        for i in range(count):
            goose(c, p, x + i * dx + r.uniform(-.3, .3) * dx, y + i * dy + r.uniform(-.5, .5) * s,
                  s * r.uniform(.88, 1.12), r.random() < .5)


def goose(c, p, x, y, s, up):
    dark, mid = (p.t[6], p.t[3]) if s > 30 else (p.t[5], p.t[3])
    with c.at(x, y, s / 100):
        if up:
            c.path("M-8 -8C-4 -60 30 -110 84 -130C70 -84 56 -40 40 -6Z", mix(dark, mid, .5))
        c.path("M-150 -16C-142 -26 -128 -26 -120 -16C-90 -14 -60 -20 -30 -20C20 -26 70 -14 112 -6"
               "C80 14 10 28 -40 6C-70 0 -100 -4 -122 -6L-160 -8Z", dark)
        c.path("M40 8C60 6 90 0 112 -6L100 -10C76 -10 56 -4 40 8Z", p.paper)
        c.path("M-100 -15L-90 -15L-88 -4L-98 -5Z", p.paper)
        c.path("M-20 4C10 24 50 14 60 6C40 0 0 -4 -20 4Z", mid)
        if up:
            c.path("M-30 -12C-30 -70 -10 -130 30 -170C40 -110 40 -50 34 -8Z", dark)
            c.path("M-24 -20C-24 -70 -8 -120 26 -156C10 -110 0 -60 0 -14Z", mid)
        else:
            c.path("M-30 -8C-20 50 20 110 76 130C66 80 52 30 34 -6Z", dark)
            c.path("M-24 0C-14 50 20 96 60 116C30 80 10 40 2 0Z", mid)


def murmuration(c, p, x, y):
    """Hundreds of birds read as one body; the knife only nicks the near ones into wings."""
    for i in range(230):
        k = c.rng.gauss(0, .5)
        px = x + k * 330
        py = y + math.sin(k * 3.2) * 90 + c.rng.gauss(0, 34) * (1.2 - min(1, abs(k)))
        c.gouge(px, py, c.rng.uniform(9, 20), 3.4, p.t[5], c.rng.uniform(-.8, .8))


@scene("wind-turbines", "morning day dusk spring overcast dawn")
def wind_turbines(c, p, v):
    r = c.rng
    hz = r.uniform(590, 650)
    sun = (r.uniform(240, 460), hz - 190, 84)
    sky(c, p, hz, sun, ["rays", "rings"][v % 2])
    sun_disc(c, p, sun)
    for i in range(4):
        cloud(c, r.uniform(0, W), r.uniform(160, hz - 200), r.uniform(180, 380), p.paper, p.sky[1])
    sea = v % 2 == 0
    if sea:
        water(c, p, hz, glint=(sun[0], p.sky[0], 170))
    else:
        land(c, ridge(r, hz - 10, 26, 7), p.t[2])
    for i in range(7):
        turbine(c, p, 500 + i * 130 + r.uniform(-30, 30), hz + 4, r.uniform(120, 190), p.t[3],
                p.t[2])
    if not sea:
        fields(c, p, hz)
    for x, h, y in ((1180, 760, 900), (760, 520, 790), (380, 380, 730)):
        turbine(c, p, x + r.uniform(-50, 50), y, h, p.paper, p.t[3])
    if sea:
        for x, y in ((1180, 880), (760, 780)):
            c.cuts((x - 120, y, 240, 60), 16, p.paper, (60, 140), (2, 5))
    else:
        land(c, ridge(r, 880, 22, 7), p.t[5])
        for i in range(7):
            tree(c, r.uniform(L, R), 910, r.uniform(70, 130), p.t[6], p.t[5], p.t[4])


def turbine(c, p, x, y, h, lit, shade):
    top = y - h * .66
    c.poly([(x - h * .017, y), (x - h * .008, top), (x + h * .008, top), (x + h * .017, y)], lit)
    c.poly([(x + h * .002, y), (x + h * .002, top), (x + h * .008, top), (x + h * .017, y)], shade)
    turn = c.rng.uniform(0, 120)
    for i in range(3):
        with c.at(x, top, h / 100, turn=turn + i * 120):
            c.path("M-1.2 0C-3.2 -8 -2 -22 0 -35L.8 -34C1.8 -20 1.8 -8 1.2 0Z", lit)
            c.path("M0 0C.4 -12 .4 -24 .4 -34C1.8 -20 1.8 -8 1.2 0Z", shade)
    c.dot(x, top, h * .02, p.t[5] if h > 300 else shade)


def fields(c, p, hz):
    """Ploughed strips: each hill carries its own direction of cut."""
    for i, (ink, mark) in enumerate(((p.t[3], p.t[2]), (mix(p.t[3], p.gold, .35), p.t[3]),
                                     (p.t[4], p.t[3]))):
        d = land(c, ridge(c.rng, hz + 40 + i * 90, 34, 5), ink)
        with c.clip(d):
            a = (-.16, .2, -.1)[i]
            for j in range(12):
                y = hz + 30 + i * 90 + j * 26
                c.gouge(720, y, 1900, 3 + j * .4, mark, a)


@scene("forest", "spring autumn teal winter dawn")
def forest(c, p, v):
    r = c.rng
    c.rect(L, -BLEED, R - L, H + 80, p.sky[0])
    c.dot(r.uniform(560, 860), 330, 300, p.paper)
    for k, ink in enumerate((p.t[1], p.t[2], p.t[3])):
        trunks(c, ink, mix(ink, p.paper, .35), 16 - k * 3, 14 + 9 * k, 560 + 60 * k)
        land(c, ridge(r, 560 + k * 70, 16, 8), ink)
    for i in range(6):
        x = 40 + i * 240 + r.uniform(-50, 50)
        c.poly([(x + 260, -BLEED), (x + 330, -BLEED), (x + 30, 820), (x - 90, 820)],
               mix(p.t[2], p.gold, .35) if i % 2 else mix(p.t[2], p.paper, .55))
    trunks(c, p.t[4], p.t[3], 6, 46, 760)
    land(c, ridge(r, 740, 16, 8), p.t[4])
    c.path("M700 660C640 730 860 780 700 860C640 900 600 940 560 1000L1060 1000C1000 900 980 840 "
           "940 800C880 740 760 720 740 660Z", p.t[2])
    c.cuts((640, 700, 360, 280), 40, p.t[3], (40, 140), (2, 5))
    figure(c, p, 770, 800, 130, p.red, p.gold, "walk", hat="wool")
    for x in (r.uniform(-20, 90), r.uniform(1250, 1400), r.uniform(250, 330)):
        trunk(c, x, 900, r.uniform(95, 140), p.t[6], p.t[4])
    land(c, [(L, 850), (300, 880), (560, 960), (900, 965), (1150, 890), (R, 850)], p.t[6])
    reeds(c, L, 480, 960, 130, p.t[6], 50)
    reeds(c, 1060, R, 960, 150, p.t[6], 50)
    for _ in range(90):
        c.gouge(r.uniform(L, R), r.uniform(-20, 170) ** 1, r.uniform(50, 120), r.uniform(9, 22),
                r.choice([p.t[5], p.t[4], p.t[3]]), r.uniform(-.6, .6))


def trunk(c, x, y, w, ink, lit):
    c.poly([(x - w * .4, -BLEED), (x + w * .4, -BLEED), (x + w * .5, y * .7), (x + w * .9, y + 40),
            (x - w * .9, y + 40), (x - w * .5, y * .7)], ink)
    for _ in range(16):
        c.gouge(x - w * c.rng.uniform(.05, .42), c.rng.uniform(0, y), c.rng.uniform(50, 150),
                3.5, lit, 1.57)
    c.poly([(x - w * .2, 260), (x - w * 1.6, 120), (x - w * 1.5, 112), (x, 215)], ink)


def trunks(c, ink, lit, count, width, base):
    for i in range(count):
        x = L + (R - L) * (i + c.rng.uniform(.1, .9)) / count
        w = width * c.rng.uniform(.6, 1.1)
        c.poly([(x - w * .4, -BLEED), (x + w * .4, -BLEED), (x + w * .6, base + 30),
                (x - w * .6, base + 30)], ink)
        c.poly([(x - w * .4, -BLEED), (x - w * .2, -BLEED), (x - w * .3, base), (x - w * .6, base)],
               lit)


@scene("allotment", "spring autumn day morning")
def allotment(c, p, v):
    r = c.rng
    hz = 360
    sky(c, p, hz, (r.uniform(300, 1100), 200, 60), r.choice(["bands", "rays"]))
    for i in range(3):
        cloud(c, r.uniform(0, W), r.uniform(110, 200), r.uniform(220, 380), p.paper, p.sky[1])
    for i in range(14):
        house(c, p, L + i * 110, 390, 110, 96, (p.t[2 + i % 2], p.t[4], p.t[1], p.t[4]), .1)
    for i in range(12):
        tree(c, L + i * 140 + r.uniform(-30, 30), 410, r.uniform(60, 120), p.t[5], p.t[4], p.t[3])
    c.rect(L, 400, R - L, 600, p.t[3])
    cam = Camera(720, 330, 820, 1.9)
    for i in range(-7, 8):
        ink = [p.t[4], mix(p.t[3], p.t[2], .5)][i % 2]
        cam.floor(c, i * 1.1, i * 1.1 + .85, 2.2, 20, ink)
    for z in (14, 11, 8.6, 6.8, 5.4, 4.3, 3.5, 2.9):
        for i in range(-6, 7):
            plant(c, p, cam, i * 1.1 + .4 + r.uniform(-.06, .06), z, i)
    hut(c, p, 1000 + r.uniform(-40, 60), 540, 250)
    poles(c, p, 280, 600, 230)
    figure(c, p, r.uniform(560, 700), 640, 235, p.red, p.gold, "stand", hat="brim")
    c.line([(700, 500), (760, 640)], p.t[6], 7)
    c.cuts((L, 900, R - L, 80), 24, p.t[5], (60, 160), (3, 6))


def plant(c, p, cam, x, z, row):
    sx, sy = cam.at(x, 0, z)
    s = cam.scale(z) * .28
    if row % 3 == 0:
        reeds(c, sx - s * .4, sx + s * .4, sy, s * 1.6, p.t[5], 5)
    elif row % 3 == 1:
        c.dot(sx, sy - s * .5, s, p.t[5], s * .7)
        c.dot(sx - s * .2, sy - s * .62, s * .7, p.t[2], s * .46)
        c.gouge(sx - s * .2, sy - s * .6, s, s * .12, p.t[4], .6)
    else:
        c.dot(sx, sy - s * .4, s * .8, p.t[4], s * .6)
        c.dot(sx - s * .3, sy - s * .7, s * .24, p.red)
        c.dot(sx + s * .3, sy - s * .5, s * .2, p.red)


def hut(c, p, x, y, s):
    c.rect(x, y - s * .8, s, s * .8, p.t[4])
    c.rect(x + s * .72, y - s * .8, s * .28, s * .8, p.t[5])
    for i in range(9):
        c.rect(x + i * s * .11, y - s * .8, 3, s * .8, p.t[5])
    c.poly([(x - s * .08, y - s * .78), (x + s * .1, y - s * 1.1), (x + s * 1.04, y - s * 1.06),
            (x + s * 1.1, y - s * .74)], p.t[6])
    c.rect(x + s * .1, y - s * .6, s * .22, s * .22, p.gold)
    c.rect(x + s * .44, y - s * .62, s * .24, s * .62, p.deepred)


def poles(c, p, x, y, h):
    for i in range(4):
        px = x - 120 + i * 74
        for dx in (-34, 34):
            c.line([(px + dx, y + i * 8), (px, y - h)], p.t[6], 6)
        for _ in range(26):
            k = c.rng.random()
            c.gouge(px + c.rng.uniform(-30, 30) * (1 - k), y - h * k * .9, 38, 9,
                    c.rng.choice([p.t[4], p.t[5], p.t[2]]), c.rng.uniform(-1, 1))


@scene("night-sky", "night dusk lamp teal")
def night_sky(c, p, v):
    r = c.rng
    deep = [p.t[6], p.t[5], mix(p.t[5], p.t[4], .6), p.t[4]]
    c.rect(L, -BLEED, R - L, H + 80, deep[0])
    px, py = r.uniform(480, 900), r.uniform(220, 380)
    for k, ink in ((760, deep[1]), (520, deep[2]), (290, deep[3])):
        c.dot(px, py, k, ink)
    # Star trails: an exposure of hours, all turning about the pole.
    for _ in range(330):
        d, a = r.uniform(20, 1000), r.uniform(0, math.tau)
        span = d * r.uniform(.1, .34)
        pts3 = [(px + math.cos(a + t) * d, py + math.sin(a + t) * d)
                for t in (0, span / d / 2, span / d)]
        c.line(pts3, r.choice([p.paper, p.paper, p.gold, p.t[2], p.t[3]]), r.uniform(1, 3), True)
    c.dot(px, py, 5, p.paper)
    land(c, ridge(r, 730, 30, 7), p.t[5])
    land(c, ridge(r, 790, 24, 7), mix(p.t[6], p.t[5], .4))
    observatory(c, p, r.uniform(930, 1050), 800)
    land(c, ridge(r, 850, 16, 7), p.t[6])
    figure(c, p, 420, 862, 130, p.ink, p.t[2], "stand", hat="wool")
    figure(c, p, 352, 866, 96, p.ink, p.red, "stand", hat="hair")
    for i in range(5):
        tree(c, r.uniform(L, 260), 890, r.uniform(120, 220), p.ink, p.t[6], p.t[6])


def observatory(c, p, x, y):
    c.rect(x - 130, y - 130, 260, 150, p.t[4])
    c.rect(x + 30, y - 130, 100, 150, p.t[5])
    c.path(f"M{x - 150} {y - 130}C{x - 150} {y - 330} {x + 150} {y - 330} {x + 150} {y - 130}Z",
           p.t[3])
    c.path(f"M{x + 20} {y - 130}C{x + 60} {y - 200} {x + 50} {y - 260} {x} {y - 280}"
           f"C{x + 100} {y - 280} {x + 150} {y - 220} {x + 150} {y - 130}Z", p.t[4])
    c.poly([(x - 74, y - 266), (x - 30, y - 284), (x - 20, y - 136), (x - 66, y - 136)], p.gold)
    c.poly([(x - 110, y - 380), (x - 88, y - 390), (x - 28, y - 210), (x - 56, y - 200)], p.t[6])
    c.rect(x - 20, y - 70, 46, 90, p.gold)
