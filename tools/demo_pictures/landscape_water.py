"""Sport and work on the water: the rowing eight, the swimmers, the slipway."""
import math

from block import BLEED, H, W
from boats import reflection
from built import lattice
from folk import figure, random_figure
from inks import mix
from nature import L, R, cloud, flock, land, ridge, sky, streaks, sun_disc, swell, tree, water
from scenes import scene


@scene("rowing", "dawn day autumn teal winter")
def rowing(c, p, v):
    if v % 2:
        rowing_from_bridge(c, p)
    else:
        rowing_past(c, p, v)


def rowing_past(c, p, v):
    r = c.rng
    hz = r.uniform(380, 430)
    sun = (r.uniform(240, 480), hz - 110, 64)
    sky(c, p, hz, sun, ["rings", "rays"][v // 2 % 2])
    sun_disc(c, p, sun)
    streaks(c, p.sky[0], 60, 220, 4)
    land(c, ridge(r, hz - 50, 24, 8), p.t[2], hz + 4)
    for i in range(26):
        tree(c, L + i * 60 + r.uniform(-20, 20), hz + 6, r.uniform(70, 150), p.t[4], p.t[3],
             p.t[2])
    c.rect(L, hz - 4, R - L, 14, p.t[4])
    water(c, p, hz + 8, glint=(sun[0], p.sky[0], 150))
    eight(c, p, r.uniform(660, 760), 520, .52, p.t[4], p.t[5])
    eight(c, p, r.uniform(680, 760), 760, 1.16, p.red, p.t[6])
    land(c, [(L, 920), (500, 934), (R, 918)], p.t[6])


def eight(c, p, x, y, s, blade, shell):
    reflection(c, x, y + 14 * s, 1000 * s, 70 * s, p.w[3], 9)
    for side in (-1, 1):
        with c.at(x, y, s):
            for i in range(8):
                rx = -370 + i * 98
                if side < 0:
                    c.line([(rx + 24, -34), (rx - 74, -6)], mix(p.t[4], p.t[2], .4), 4)
                else:
                    rower(c, p, rx, i)
                    c.line([(rx + 20, -38), (rx - 96, 44)], p.paper, 5)
                    c.poly([(rx - 88, 34), (rx - 84, 44), (rx - 126, 68), (rx - 132, 56)], blade)
            if side > 0:
                c.path("M-520 -8C-300 -16 300 -18 560 -14C420 14 -380 16 -520 -8Z", shell)
                c.path("M-520 -8C-300 -16 300 -18 560 -14L420 -8C200 -10 -300 -8 -520 -8Z", p.t[1])
                c.path("M440 -14L446 -48C448 -60 466 -62 470 -48L474 -14Z", p.t[6])
                c.dot(458, -66, 10, p.t[5], 12)


def rower(c, p, x, i):
    with c.at(x, 0):
        c.path("M44 -12L18 -52L30 -58L60 -14Z", p.t[5])
        c.path("M-6 -12L-14 -12C-4 -46 10 -74 24 -88L42 -80C44 -56 36 -30 30 -12Z",
               p.t[1] if i % 2 else p.paper)
        c.path("M24 -12C34 -40 38 -60 38 -82L42 -80C44 -56 36 -30 30 -12Z", p.t[3])
        c.line([(34, -74), (10, -54), (22, -36)], p.t[4], 9)
        c.dot(36, -98, 11, p.t[5], 13)
        c.path("M26 -98C24 -108 34 -114 40 -110C34 -106 30 -100 30 -92Z", p.gold)


def rowing_from_bridge(c, p):
    """Straight down from the parapet: one diagonal, sixteen strokes and their puddles."""
    r = c.rng
    c.rect(L, -BLEED, R - L, H + 80, p.w[2])
    for _ in range(230):
        q = r.random()
        c.gouge(r.uniform(L, R), r.uniform(0, H), 60 + 160 * q, 2 + 5 * q,
                r.choice([p.w[1], p.w[3], p.w[3], mix(p.w[1], p.w[2], .5)]), r.uniform(-.16, .16))
    c.poly([(L, 700), (L, 1000), (700, 1000)], mix(p.w[3], p.t[5], .6))
    for s, px, py, blade in ((1, 700, 490, p.red), (.62, 1190, 820, p.gold)):
        with c.at(px, py, s, turn=-24):
            for i in range(8):
                _sculler(c, p, -330 + i * 94, blade, 1 if i % 2 else -1)
            c.path("M-640 0C-400 -20 400 -22 700 0C400 22 -400 20 -640 0Z", p.paper)
            c.path("M-640 0C-400 8 400 6 700 0C400 22 -400 20 -640 0Z", p.t[2])
            for i in range(9):
                x = -330 + i * 94 + (30 if i == 8 else 0)
                c.dot(x + 4, 4, 24, p.t[4], 32)
                c.dot(x, 0, 24, p.red if i == 8 else p.t[1], 32)
                c.dot(x + 2, 0, 13, p.t[6])
                c.path(f"M{x - 10} -4C{x - 8} -14 {x + 6} -14 {x + 10} -6L{x} -2Z", p.gold)


def _sculler(c, p, x, blade, side):
    tip = (x - 60, side * 250)
    c.line([(x - 2, side * 20), tip], p.t[6], 6)
    c.line([(x - 5, side * 16), (tip[0] - 3, tip[1] - 4)], p.paper, 4)
    c.poly([(tip[0] - 10, tip[1] - 8), (tip[0] + 12, tip[1] - 4), (tip[0] - 2, tip[1] + side * 56),
            (tip[0] - 26, tip[1] + side * 50)], blade)
    for k, size in ((0, 46), (150, 34), (300, 22)):
        for j in range(5):
            a = j / 5 * math.tau
            c.gouge(x - 90 - k + math.cos(a) * size, side * 290 + math.sin(a) * size * .6, size, 4,
                    p.paper if k == 0 else p.w[0], a + 1.57)


@scene("swimming", "dawn day teal winter dusk")
def swimming(c, p, v):
    r = c.rng
    if v % 2:
        return lanes(c, p)
    hz = r.uniform(250, 300)
    sun = (r.uniform(960, 1200), hz - 30, 92)
    sky(c, p, hz, sun, "rings")
    sun_disc(c, p, sun)
    land(c, ridge(r, hz - 26, 20, 7), p.t[3], hz + 4)
    water(c, p, hz, glint=(sun[0], p.sky[0], 210))
    c.path("M1010 430L1070 290L1130 430Z", p.gold)
    c.path("M1080 310L1130 430L1086 430Z", mix(p.gold, p.red, .6))
    swell(c, 520, 22, 420, mix(p.w[1], p.w[2], .5), p.w[0], r.random())
    caps = [p.red, p.gold, p.paper, p.t[2]]
    for row, (y, s, n) in enumerate(((470, 62, 6), (610, 104, 5), (800, 168, 4))):
        for i in range(n):
            x = 90 + (i + .5 + .3 * (row % 2)) * (1260 / n) + r.uniform(-50, 50)
            bather(c, p, x, y + r.uniform(-16, 16), s * r.uniform(.92, 1.06),
                   caps[(i + row) % 4])
        swell(c, y + s * .5, 10 + row * 8, 360 + row * 80, (p.w[2], p.w[3], p.t[5])[row],
              p.w[1], r.random())
    flock(c, 420, 170, 6, 110, (16, 36), p.t[5])


def bather(c, p, x, y, s, cap):
    """From behind, going in: shoulders, a bright hat, the light along one side."""
    skin = mix(p.t[5], p.deepred, .35)
    suit = c.rng.choice([p.t[6], p.t[6], p.red])
    with c.at(x, y, s / 100):
        c.path("M-46 -12C-70 0 -82 40 -90 104L-66 104C-62 66 -52 44 -40 26Z", skin)
        c.path("M46 -12C70 0 82 40 90 104L66 104C62 66 52 44 40 26Z", skin)
        c.path("M46 -12C70 0 82 40 90 104L82 104C76 50 66 10 44 -2Z", p.gold)
        c.path("M-13 -34L13 -34L16 -18C44 -16 60 -4 58 12C51 40 44 60 46 110L-46 110"
               "C-44 60 -51 40 -58 12C-60 -4 -44 -16 -16 -18Z", skin)
        c.path("M16 -18C44 -16 60 -4 58 12C51 40 44 60 46 110L38 110C36 60 44 36 48 14"
               "C50 0 38 -10 16 -10Z", p.gold)
        c.path("M-54 26C-40 60 40 60 53 28C46 60 45 80 46 110L-46 110C-45 80 -47 60 -54 26Z", suit)
        c.gouge(0, 14, 40, 2, p.t[6], math.pi / 2)
        c.dot(0, -56, 22, skin, 28)
        c.path("M-24 -54C-28 -96 28 -96 24 -54C12 -47 -12 -47 -24 -54Z", cap)
        c.path("M8 -85C26 -80 27 -66 24 -54C20 -51 15 -50 11 -49C17 -62 17 -74 8 -85Z",
               mix(cap, p.ink, .3))


def lanes(c, p):
    """The pool from the high board: diagonals, ropes and five small struggles."""
    c.rect(L, -BLEED, R - L, H + 80, p.w[1])
    for _ in range(140):
        c.gouge(c.rng.uniform(L, R), c.rng.uniform(0, H), c.rng.uniform(60, 180), 7,
                c.rng.choice([p.w[0], mix(p.w[1], p.w[2], .6), p.w[2]]), c.rng.uniform(-.9, -.2))
    for i in range(-1, 6):
        with c.at(60 + i * 330, 480, 1, turn=24):
            c.rect(-16, -800, 32, 1600, p.w[2])
            for j in range(40):
                c.rect(150, -800 + j * 40, 14, 32, p.red if j % 4 < 2 else p.paper)
            y = c.rng.uniform(-260, 240)
            c.poly([(-10, y + 40), (10, y + 40), (60, y + 330), (-60, y + 330)], p.w[0])
            with c.at(0, y, 1.15):
                c.path("M-34 20C-40 70 -20 130 -16 170L16 170C20 130 40 70 34 20Z", p.t[4])
                c.path("M-34 20C-40 70 -20 130 -16 170L-4 170C-12 120 -14 60 -10 16Z", p.gold)
                c.path("M22 16C50 -10 52 -60 34 -128L20 -124C28 -70 24 -40 8 -2Z", p.t[4])
                c.path("M-24 20C-52 60 -56 100 -44 160L-32 158C-38 110 -32 80 -10 50Z", p.t[4])
                c.dot(0, -6, 26, [p.red, p.gold, p.paper][i % 3], 32)
                c.path("M4 -38C26 -34 32 10 8 26C18 6 16 -20 4 -38Z", p.t[5])
                for k in range(12):
                    c.gouge(c.rng.uniform(-30, 30), 210 + k * 9, 70, 8, p.paper,
                            c.rng.uniform(.9, 2.2))


@scene("shipyard", "dusk overcast day lamp autumn")
def shipyard(c, p, v):
    r = c.rng
    sky(c, p, 780, (720, 500, 90), ["rays", "bands"][v % 2])
    for i in range(3):
        cloud(c, r.uniform(0, W), r.uniform(160, 330), r.uniform(260, 460), p.sky[0], p.sky[2])
    land(c, ridge(r, 690, 14, 7), p.t[3])
    for x in (-20, 170, 1230):
        c.poly([(x, 820), (x, 600), (x + 60, 550), (x + 120, 600), (x + 180, 550), (x + 240, 600),
                (x + 240, 820)], p.t[4])
    for x in (250, 1120):
        lattice(c, x, 880, x, 130, 56, p.t[5], 9, 13)
    lattice(c, 200, 104, 1180, 104, 60, p.t[5], 9, 18)
    c.rect(r.uniform(500, 640), 70, 120, 64, p.red)
    bow(c, p, r.uniform(670, 730), r.uniform(.96, 1.06))
    staging(c, p)
    land(c, [(L, 872), (R, 866)], p.t[6])
    c.cuts((L, 886, R - L, 70), 34, p.t[4], (60, 240), (2, 5))
    for x in (330, 420, 980, 1060, 1180)[: 4 + v % 2]:
        random_figure(c, p, x + r.uniform(-30, 30), 890, r.uniform(116, 130), p.gold, None,
                      [p.t[6], p.t[5], p.deepred])


def bow(c, p, x, s):
    """The hull head-on: a lit flank, a dark flank and the stem between them."""
    with c.at(x, 880, s):
        c.path("M-330 -650C-300 -420 -190 -180 -40 0L40 0C190 -180 300 -420 330 -650L0 -700Z",
               p.t[5])
        c.path("M-330 -650C-300 -420 -190 -180 -40 0L0 0L0 -700Z", p.t[3])
        c.path("M-176 -222C-130 -140 -90 -64 -40 0L40 0C90 -64 130 -140 176 -222L0 -190Z",
               p.deepred)
        c.path("M-176 -222C-130 -140 -90 -64 -40 0L0 0L0 -190Z", p.red)
        c.poly([(-338, -668), (0, -722), (338, -668), (330, -646), (0, -696), (-330, -646)],
               p.paper)
        c.poly([(-9, -720), (9, -720), (13, 0), (-13, 0)], p.t[6])
        for row in range(9):
            y = -600 + row * 62
            half = 300 - row * 28
            for k in range(4):
                c.gouge(-half + k * half / 4 + 40, y - 10 * k, half / 5, 2.4, p.t[2], -.14)
                c.gouge(half - k * half / 4 - 40, y - 10 * k, half / 5, 2.4, p.t[4], .14)
        for side in (-1, 1):
            c.dot(side * 120, -560, 26, p.t[6], 32)
            c.line([(side * 120, -550), (side * 126, -430)], p.t[6], 10)


def staging(c, p):
    """Scaffold on the shaded side, where a welder throws the only sparks."""
    for x in (900, 980, 1060):
        c.rect(x, 340, 8, 540, p.t[6])
    for y in (440, 560, 680, 790):
        c.rect(880, y, 220, 10, p.t[6])
    wx, wy = 882, 548
    c.dot(wx, wy, 15, p.paper)
    for _ in range(30):
        a, d = c.rng.uniform(0, math.tau), c.rng.uniform(20, 110)
        c.gouge(wx + math.cos(a) * d, wy + abs(math.sin(a)) * d * 1.1 - 10, 26, 3.4, p.gold, a)
    figure(c, p, 926, 562, 106, p.t[6], p.gold, "stand", hat="cap")
    figure(c, p, 1030, 442, 104, p.t[6], p.red, "walk", hat="cap")
