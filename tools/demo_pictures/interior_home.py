"""Rooms people sit in."""
from block import BLEED, H, W, pts
from inks import mix
from nature import L, R, land, ridge
from scenes import scene


def sash(c, p, x, y, w, h, frame, cols=2, rows=2):
    """A window onto weather; returns nothing but leaves the view clipped inside."""
    d = pts([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    with c.clip(d):
        c.rect(x, y, w, h, p.sky[2])
        c.rect(x, y + h * .3, w, h, p.sky[1])
        c.rect(x, y + h * .52, w, h, p.sky[0])
        c.cuts((x, y, w, h * .55), 16, p.sky[0], (w * .2, w * .6), (2, 5))
        c.dot(x + w * .68, y + h * .42, w * .1, p.gold if not p.dark else p.paper)
        land(c, ridge(c.rng, y + h * .68, 12, 6, x - 20, x + w + 20), p.t[3], y + h)
        land(c, ridge(c.rng, y + h * .8, 12, 6, x - 20, x + w + 20), p.t[4], y + h)
    t = w * .035
    c.line([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y), (x + w, y)], frame, t * 2)
    for i in range(1, cols):
        c.rect(x + w * i / cols - t / 2, y, t, h, frame)
    for i in range(1, rows):
        c.rect(x, y + h * i / rows - t / 2, w, t, frame)
    c.rect(x - t * 3, y + h, w + t * 6, t * 2, frame)


def teapot(c, p, x, y, s, ink, lit):
    with c.at(x, y, s / 100):
        c.line([(-58, -62), (-96, -64), (-92, -22), (-54, -18)], ink, 11, True)
        c.path("M50 -26C84 -30 78 -66 106 -76L112 -68C98 -52 100 -10 52 -6Z", ink)
        c.path("M-64 -40C-64 -84 64 -84 64 -40C64 -14 44 0 30 2L-30 2C-44 0 -64 -14 -64 -40Z",
               ink)
        c.path("M4 -72C54 -72 62 -52 60 -36C58 -16 44 -4 30 -2L8 -2C40 -14 44 -56 4 -72Z", lit)
        c.path("M-30 -72C-24 -86 24 -86 30 -72Z", mix(ink, lit, .35))
        c.dot(0, -87, 8, ink)


def cup(c, p, x, y, s, ink, lit):
    with c.at(x, y, s / 100):
        c.line([(34, -44), (60, -46), (58, -18), (28, -12)], ink, 9, True)
        c.path("M-40 -56L40 -56C40 -20 26 0 14 2L-14 2C-26 0 -40 -20 -40 -56Z", ink)
        c.path("M6 -54L38 -54C38 -22 26 -2 14 0L0 0C18 -14 18 -36 6 -54Z", lit)
        c.dot(0, -56, 40, mix(ink, p.ink, .45), 7)


def steam(c, x, y, ink):
    for i, dx in enumerate((-12, 6, 22)):
        c.line([(x + dx, y), (x + dx - 12, y - 34), (x + dx + 8, y - 66 - i * 12),
                (x + dx - 4, y - 104 - i * 10)], ink, 4, True)


def loaf(c, p, x, y, s, crust, lit):
    with c.at(x, y, s / 100):
        c.path("M-90 0C-106 -30 -84 -62 -40 -62L46 -62C88 -62 104 -30 90 0Z", crust)
        c.path("M-60 -50C-30 -62 60 -64 84 -34C60 -46 -20 -46 -60 -50Z", lit)
        for i in range(4):
            c.gouge(-46 + i * 32, -42, 40, 5, lit, 1.1)


def folded_paper(c, p, x, y, w, lit, ink):
    """A newspaper on a table: columns of gouged grey, one picture, no words."""
    c.poly([(x, y), (x + w * .16, y - w * .2), (x + w, y - w * .2), (x + w * .92, y)], lit)
    c.poly([(x, y), (x + w * .92, y), (x + w * .92, y + 12), (x, y + 12)], mix(lit, ink, .35))
    for i in range(8):
        k = (i + .9) / 9.6
        yy, ox = y - w * .2 * k, w * .16 * k
        if i == 7:
            c.gouge(x + ox + w * .4, yy, w * .62, 5, ink)
            continue
        for col in (.16, .42) if 2 <= i else (.16, .42, .7):
            c.gouge(x + ox + w * col, yy, w * .2, 2, ink)
    c.poly([(x + w * .68, y - w * .075), (x + w * .76, y - w * .17), (x + w * .93, y - w * .17),
            (x + w * .87, y - w * .075)], mix(ink, p.red, .4))


def pendant(c, p, x, y, s, shade, lit):
    c.line([(x, -BLEED), (x, y - s * .5)], shade, 5)
    c.path(f"M{x - s:.0f} {y:.0f}C{x - s * .8:.0f} {y - s * .55:.0f} {x - s * .3:.0f} "
           f"{y - s * .6:.0f} {x:.0f} {y - s * .62:.0f}C{x + s * .3:.0f} {y - s * .6:.0f} "
           f"{x + s * .8:.0f} {y - s * .55:.0f} {x + s:.0f} {y:.0f}Z", shade)
    c.dot(x, y, s * .97, lit, s * .1)
    c.gouge(x - s * .35, y - s * .3, s * .7, s * .05, mix(shade, lit, .5), -.75)


def chair_back(c, x, y, w, h, ink, lit):
    for i in range(6):
        c.rect(x + w * (.04 + i * .178), y, w * .05, h, ink)
    c.path(f"M{x - w * .06:.0f} {y + h * .16:.0f}C{x + w * .2:.0f} {y - h * .14:.0f} "
           f"{x + w * .8:.0f} {y - h * .14:.0f} {x + w * 1.06:.0f} {y + h * .16:.0f}"
           f"L{x + w * 1.04:.0f} {y + h * .27:.0f}C{x + w * .8:.0f} {y:.0f} {x + w * .2:.0f} "
           f"{y:.0f} {x - w * .04:.0f} {y + h * .27:.0f}Z", ink)
    c.line([(x, y + h * .16), (x + w * .5, y - h * .03), (x + w, y + h * .16)], lit, 4, True)


def shelf(c, p, x, y, w):
    """Jars and bowls, each two planes."""
    c.rect(x, y, w, 14, p.t[5])
    c.rect(x, y, w, 4, p.t[2])
    at = x + 30
    for i in range(4):
        ink = (p.t[1], p.red, p.gold, p.t[3])[(i + c.rng.randint(0, 3)) % 4]
        jw, jh = c.rng.uniform(50, 76), c.rng.uniform(46, 96)
        if i % 2:
            c.path(f"M{at:.0f} {y - jh * .6:.0f}L{at + jw:.0f} {y - jh * .6:.0f}C{at + jw:.0f} "
                   f"{y:.0f} {at:.0f} {y:.0f} {at:.0f} {y - jh * .6:.0f}Z", ink)
        else:
            c.rect(at, y - jh, jw, jh, ink)
            c.rect(at - 3, y - jh - 10, jw + 6, 12, p.t[5])
            c.rect(at + jw * .68, y - jh, jw * .32, jh, mix(ink, p.ink, .35))
        at += jw + c.rng.uniform(14, 34)


@scene("kitchen-table", "lamp morning teal rose autumn winter")
def kitchen_table(c, p, v):
    r = c.rng
    c.rect(L, -BLEED, R - L, H + 80, p.t[5] if p.dark else p.t[3])
    wall = p.t[4] if p.dark else p.t[2]
    c.rect(L, -BLEED, R - L, 640, wall)
    wx = r.uniform(150, 250)
    # The light falls from the window across the wall and onto the cloth.
    c.poly([(wx + 470, 60), (W - 190, 200), (W - 40, 640), (wx + 700, 640)],
           mix(wall, mix(p.gold, p.t[2], .5), .4))
    c.cuts((L, 0, R - L, 600), 60, mix(wall, p.t[1], .16), (30, 80), (1, 2), 1.2)
    c.rect(L, 585, R - L, 18, p.t[5])
    sash(c, p, wx, 90, 430, 440, p.paper if not p.dark else p.t[1])
    c.path(f"M{wx - 60:.0f} 60L{wx + 50:.0f} 60C{wx + 60:.0f} 240 {wx + 10:.0f} 330 "
           f"{wx - 50:.0f} 560L{wx - 90:.0f} 560Z", p.red)
    c.cuts((wx - 60, 90, 80, 420), 12, p.deepred, (160, 260), (3, 6), 1.6)
    shelf(c, p, 960, 298, 400)
    chair_back(c, 1010, 470, 250, 330, p.t[6], p.t[3])
    c.poly([(L, 700), (120, 640), (1330, 640), (R, 700)], p.t[2] if not p.dark else p.t[2])
    c.rect(L, 699, R - L, 400, p.t[1])
    c.poly([(560, 642), (1010, 642), (1230, H + 60), (640, H + 60)], p.paper)
    for i in range(15):
        c.gouge(r.uniform(0, W), r.uniform(715, 950), r.uniform(200, 420), 2.4, p.t[2])
    objects(c, p, v)
    pendant(c, p, r.uniform(800, 880), 190, 120, p.t[6], p.gold)


def fish_supper(c, p, x, y):
    """A smoked haddock in its paper."""
    c.poly([(x - 230, y + 24), (x - 170, y - 90), (x + 240, y - 84), (x + 200, y + 44)], p.paper)
    c.poly([(x - 230, y + 24), (x + 200, y + 44), (x + 196, y + 56), (x - 226, y + 36)], p.t[3])
    with c.at(x, y - 22, 1.5, turn=4):
        c.path("M-110 0C-70 -40 30 -40 76 -8L118 -34L108 0L118 34L76 8C30 38 -70 36 -110 0Z",
               mix(p.gold, p.t[3], .4))
        c.path("M-104 4C-60 34 20 32 70 6C20 12 -60 14 -104 4Z", p.t[4])
        c.path("M-76 -24C-66 -10 -66 10 -76 22L-70 22C-60 8 -60 -10 -70 -24Z", p.t[4])
        for k in range(6):
            c.gouge(-44 + k * 20, -8, 26, 1.8, p.t[4], 1.2)


def leek(c, p, x, y, turn):
    with c.at(x, y, 1, turn=turn * 57):
        c.path("M-190 -13L20 -15C80 -34 150 -52 220 -44L150 -16L236 -6L150 8L214 34C140 40 80 22 "
               "20 13L-190 13C-200 6 -200 -6 -190 -13Z", mix("#4f8a52", p.t[4], .35))
        c.path("M-190 -13L0 -15L30 0L0 13L-190 13C-200 6 -200 -6 -190 -13Z", p.paper)
        c.path("M-190 2L10 2L0 13L-190 13Z", p.t[2])


def objects(c, p, v):
    if v % 2:
        folded_paper(c, p, 150, 900, 470, p.paper, p.t[5])
    else:
        fish_supper(c, p, 330, 880)
    c.gouge(920, 800, 480, 16, p.t[3], .02)
    teapot(c, p, 800, 792, 190, p.t[5], p.t[4])
    if v % 2:
        loaf(c, p, 1130, 776, 120, mix(p.t[3], p.gold, .5), p.gold)
    else:
        loaf(c, p, 1180, 740, 110, mix(p.t[3], p.gold, .5), p.gold)
        for dx in (0, 74):
            c.dot(1010 + dx, 800, 40, mix(p.gold, p.t[4], .5), 32)
            c.dot(1004 + dx, 795, 33, p.gold, 26)
        leek(c, p, 1130, 880, -.12)
        leek(c, p, 1150, 918, -.03)
    cup(c, p, 560, 790, 120, p.red, mix(p.red, p.gold, .3))
    steam(c, 560, 700, p.paper)
