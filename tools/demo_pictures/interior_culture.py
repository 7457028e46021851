"""Shelves, stages and screens."""

from block import BLEED, H, W, pts
from boats import sloop
from folk import bust, figure
from inks import mix
from interior_civic import room, tall_window
from interior_home import pendant, sash
from nature import L, R, land, ridge
from scenes import scene
from space import Camera


def spines(c, p, x0, x1, y, h, inks):
    """A shelf of books standing on y: uneven heights, a few leaning, a few lying down."""
    r, x = c.rng, x0
    while x < x1 - 10:
        w = r.uniform(.09, .22) * h
        t = h * r.uniform(.68, .96)
        ink = r.choice(inks)
        if r.random() < .06:
            for k in range(3):
                c.rect(x, y - h * .13 * (k + 1), h * .8, h * .12, r.choice(inks))
            x += h * .84
            continue
        lean = r.uniform(.1, .2) * t if r.random() < .07 else 0
        c.poly([(x, y), (x + lean, y - t), (x + lean + w, y - t), (x + w, y)], ink)
        c.poly([(x + w * .78, y), (x + lean + w * .78, y - t), (x + lean + w, y - t), (x + w, y)],
               mix(ink, p.ink, .35))
        if r.random() < .5:
            c.rect(x + lean * .5 + w * .1, y - t * .8, w * .66, t * .06, p.gold)
        x += w + lean + 1


def bookcase(c, p, x, y, w, h, rows, inks, wood):
    c.rect(x, y, w, h, wood)
    step = h / rows
    for i in range(rows):
        c.rect(x + 10, y + i * step + 8, w - 20, step - 14, mix(wood, p.ink, .6))
        spines(c, p, x + 14, x + w - 14, y + (i + 1) * step - 6, step - 22, inks)
        c.rect(x, y + (i + 1) * step - 7, w, 8, mix(wood, p.t[1], .35))


@scene("bookshop", "lamp autumn teal rose morning")
def bookshop(c, p, v):
    r = c.rng
    inks = [p.red, p.deepred, p.t[2], p.t[3], p.t[4], p.gold, p.t[1], mix(p.t[3], p.red, .5)]
    room(c, p, p.t[4], p.t[3], 760)
    bookcase(c, p, L, 40, 500, 730, 5, inks, p.t[5])
    bookcase(c, p, 1010, 40, 480, 730, 5, inks, p.t[5])
    c.rect(500, 60, 470, 640, p.t[5])
    sash(c, p, 530, 90, 410, 520, p.t[5], 3, 4)
    c.poly([(520, 760), (960, 760), (1180, 1000), (380, 1000)], mix(p.t[3], p.gold, .35))
    for i in range(26):
        c.gouge(r.uniform(L, R), r.uniform(775, 950), r.uniform(100, 260), 3, p.t[4])
    for x in (470, 1000):
        pendant(c, p, x, 150, 70, p.t[6], p.gold)
    figure(c, p, r.uniform(700, 760), 770, 340, p.t[6], p.gold, "stand", False, "hair", True, True)
    ladder(c, p, 1120 if v % 2 else 1240)
    c.poly([(180, 820), (660, 820), (700, 1000), (140, 1000)], p.t[6])
    c.rect(160, 806, 520, 18, p.t[2])
    for k in range(4):
        for j in range(2 + (k + v) % 4):
            c.rect(200 + k * 118 + j % 2 * 6, 782 - j * 24, 92, 23, inks[(k * 3 + j) % 8])
            c.rect(200 + k * 118 + j % 2 * 6, 787 - j * 24, 84, 8, p.paper)
    figure(c, p, 880, 940, 430, p.deepred, p.gold, "stand", True, "brim", False, False)


def ladder(c, p, x):
    c.line([(x - 60, 860), (x + 10, 60)], p.t[2], 11)
    c.line([(x + 50, 860), (x + 90, 60)], p.t[2], 11)
    for k in range(12):
        t = k / 12
        c.line([(x - 54 + 66 * t, 800 - 700 * t), (x + 54 + 36 * t, 800 - 700 * t)], p.t[2], 8)


@scene("library", "morning lamp autumn winter spring")
def library(c, p, v):
    """A reading room in one-point perspective, daylight at the far end."""
    r = c.rng
    cam = Camera(r.uniform(660, 780), 470, 760, 1.7)
    c.rect(L, -BLEED, R - L, H + 80, p.t[4])
    inks = [p.red, p.deepred, p.t[2], p.t[3], p.gold, p.t[1], p.t[4]]
    cam.floor(c, -6, 6, 1, 22, p.t[3])
    cam.front(c, -5, 5, 0, 9, 22, p.t[2])
    ax, ay = cam.at(-2.6, 6.6, 22)
    bx, by = cam.at(2.6, 1.0, 22)
    tall_window(c, p, ax, ay, bx - ax, by - ay, p.t[5])
    c.poly(cam.quad((-2, 0, 22), (2, 0, 22), (1.6, 0, 1), (-1.6, 0, 1)), mix(p.t[3], p.gold, .45))
    for z in (17, 13.5, 10.6, 8.2, 6.2, 4.6):
        for side in (-1, 1):
            stack(c, p, cam, side, z, inks)
    for z in (16, 11, 7.2):
        x, y = cam.at(0, 4.4, z)
        pendant(c, p, x, y, cam.scale(z) * .5, p.t[6], p.gold)
    for z in (13, 8.4, 5.4, 3.3):
        table(c, p, cam, z)
    fx, fy = cam.at(r.choice([-1.9, 1.8]), 0, 4.6)
    figure(c, p, fx, fy, cam.scale(4.6) * 1.75, p.deepred, p.gold, "stand", r.random() < .5,
           "hair", False, True)


def stack(c, p, cam, side, z, inks):
    """A bookcase standing out from the wall; its spines catch the window's light."""
    x0, x1 = side * 2.5, side * 6
    a, b = min(x0, x1), max(x0, x1)
    cam.side(c, x0, 0, 3.6, z, z + .7, mix(p.t[5], p.t[2], .35))
    cam.front(c, a, b, 0, 3.7, z, p.t[5])
    for row in range(6):
        y = .12 + row * .59
        cam.front(c, a + .08, b - .08, y, y + .52, z, p.t[6])
        sx, sy = cam.at(a + .1, y, z)
        ex, _ = cam.at(b - .1, y, z)
        if ex > L and sx < R:
            spines(c, p, max(sx, L), min(ex, R), sy, cam.scale(z) * .5, inks)
    cam.front(c, a - .06, b + .06, 3.6, 3.85, z, p.t[3])


def table(c, p, cam, z):
    cam.front(c, -1.5, -1.35, 0, .78, z + .2, p.t[6])
    cam.front(c, 1.35, 1.5, 0, .78, z + .2, p.t[6])
    for x in (-.8, .7):
        if c.rng.random() < .8:
            sx, sy = cam.at(x, .8, z + 1.4)
            bust(c, p, sx, sy - cam.scale(z) * .12, cam.scale(z) * .34,
                 c.rng.choice([p.t[6], p.deepred, p.t[4]]), p.gold, p.t[6], c.rng.randint(0, 2))
    cam.floor(c, -1.6, 1.6, z, z + 1.3, p.t[2], .8)
    cam.front(c, -1.6, 1.6, .68, .8, z, p.t[5])
    for x in (-.9, .5):
        sx, sy = cam.at(x, .8, z + .5)
        s = cam.scale(z) * .3
        c.poly([(sx - s, sy), (sx, sy + s * .1), (sx, sy - s * .3), (sx - s * .8, sy - s * .4)],
               p.paper)
        c.poly([(sx, sy + s * .1), (sx + s, sy), (sx + s * .8, sy - s * .4), (sx, sy - s * .3)],
               p.t[1])


def audience(c, p, rows, y0, inks, lit):
    for row in range(rows):
        y, s = y0 + row * 62, 74 + row * 26
        n = 14 - row * 2
        for k in range(n):
            if c.rng.random() < .1:
                continue
            x = L + (k + .5 + (row % 2) * .4) * (R - L) / n + c.rng.uniform(-14, 14)
            bust(c, p, x, y, s, inks[row], mix(lit, inks[row], .45), inks[row],
                 c.rng.randint(0, 2))


@scene("theatre-stage", "lamp night rose dusk teal")
def theatre_stage(c, p, v):
    r = c.rng
    c.rect(L, -BLEED, R - L, H + 80, p.t[6])
    c.rect(220, 110, 1000, 560, mix(p.t[4], p.sky[3], .4))
    moon_x = r.uniform(420, 560)
    c.dot(moon_x, 260, 170, mix(p.t[4], p.sky[1], .4))
    c.dot(moon_x, 260, 110, p.gold)
    for k, ink in enumerate((p.t[4], p.t[5])):
        land(c, ridge(r, 480 + k * 60, 30, 7, 200, 1240), ink, 690)
    spot = r.uniform(760, 900)
    for x, ink in ((220, .28), (1220, .2)):
        c.poly([(x, 90), (x + 20, 90), (spot + 130, 700), (spot - 130, 700)],
               mix(p.t[4], p.gold, ink))
    c.poly([(180, 640), (1260, 640), (1330, 760), (110, 760)], p.t[3])
    for k in range(15):
        c.line([(200 + k * 75, 640), (130 + k * 85, 760)], p.t[4], 3)
    c.dot(spot, 704, 200, mix(p.t[3], p.gold, .75), 38)
    figure(c, p, spot, 716, 290, p.red, p.paper, "stand", v % 2 == 0, "hair", False, True)
    if v % 3 == 0:
        upturned(c, p, spot - 330, 716)
    elif v % 3 == 1:
        figure(c, p, spot - 230, 700, 270, p.t[6], p.gold, "walk", True, "brim")
    curtains(c, p)
    c.rect(L, 756, R - L, 60, p.t[5])
    c.rect(L, 752, R - L, 8, p.gold)
    for k in range(11):
        c.dot(150 + k * 114, 752, 24, p.t[6], 20)
        c.path(f"M{128 + k * 114} 750C{134 + k * 114} 730 {166 + k * 114} 730 {172 + k * 114} "
               "750Z", p.gold)
    audience(c, p, 2, 880, [mix(p.t[5], p.t[6], .3), mix(p.ink, "#000000", .3)], p.gold)


def upturned(c, p, x, y):
    """A rowing boat, keel up, all the scenery the play needs."""
    c.gouge(x + 10, y + 4, 460, 12, p.t[5])
    c.path(f"M{x - 220:.0f} {y:.0f}C{x - 160:.0f} {y - 120:.0f} {x + 120:.0f} {y - 130:.0f} "
           f"{x + 220:.0f} {y - 20:.0f}L{x + 210:.0f} {y:.0f}Z", p.t[5])
    c.path(f"M{x - 60:.0f} {y - 86:.0f}C{x + 40:.0f} {y - 112:.0f} {x + 160:.0f} {y - 90:.0f} "
           f"{x + 220:.0f} {y - 20:.0f}C{x + 150:.0f} {y - 60:.0f} {x + 60:.0f} {y - 74:.0f} "
           f"{x - 60:.0f} {y - 86:.0f}Z", p.gold)
    for k in range(3):
        c.line([(x - 190 + k * 8, y - 16 - k * 22), (x, y - 34 - k * 22),
                (x + 200 - k * 16, y - 10 - k * 20)], p.t[6], 4, True)
    c.path(f"M{x - 226:.0f} {y + 2:.0f}L{x + 224:.0f} {y + 2:.0f}L{x + 224:.0f} {y - 12:.0f}"
           f"L{x - 216:.0f} {y - 10:.0f}Z", p.red)


def curtains(c, p):
    for side in (0, 1):
        with c.at(W if side else 0, 0, 1, bool(side)):
            c.path("M-40 -40L330 -40C320 240 270 380 190 470C230 540 230 640 250 770L-40 770Z",
                   p.deepred)
            for k in range(7):
                x = -20 + k * 44
                c.path(f"M{x} -40L{x + 24} -40C{x + 22} 250 {x * .8 + 10:.0f} 400 "
                       f"{x * .62 + 20:.0f} 470C{x * .7 + 14:.0f} 560 {x * .8 + 10:.0f} 660 "
                       f"{x * .8 + 14:.0f} 770L{x * .8 - 8:.0f} 770C{x * .74 - 8:.0f} 620 "
                       f"{x * .6:.0f} 520 {x * .58:.0f} 470C{x * .8:.0f} 380 {x} 240 {x} -40Z",
                       p.red)
            c.path("M-40 440C40 480 120 490 204 462L200 490C120 516 40 506 -40 468Z", p.gold)
    for k in range(9):
        x = L + k * 170
        c.path(f"M{x} -40L{x + 172} -40L{x + 172} 70C{x + 130} 150 {x + 40} 150 {x} 70Z",
               p.red if k % 2 else p.deepred)
        c.path(f"M{x} 70C{x + 40} 150 {x + 130} 150 {x + 172} 70L{x + 172} 84C{x + 130} 166 "
               f"{x + 40} 166 {x} 84Z", p.gold)


def auditorium(c, p, v):
    """The cinema from the back row."""
    r = c.rng
    c.rect(L, -BLEED, R - L, H + 80, p.t[6])
    for k, ink in ((0, mix(p.t[6], p.t[5], .5)), (60, p.t[5])):
        c.poly([(L, -40 + k), (250 + k, 90), (250 + k, 640), (L, 800)], ink)
        c.poly([(R, -40 + k), (1190 - k, 90), (1190 - k, 640), (R, 800)], ink)
    d = pts([(270, 110), (1170, 110), (1170, 610), (270, 610)])
    with c.clip(d):
        screen(c, p, v, r)
    c.line([(262, 102), (1178, 102), (1178, 618), (262, 618), (262, 102)], p.ink, 18)
    bx = r.uniform(690, 760)
    c.poly([(bx, 960), (270, 110), (560, 110)], mix(p.t[5], p.paper, .12)) if v % 3 == 2 else None
    for side in (-1, 1):
        for k in range(4):
            x, y = 720 + side * (520 + k * 56), 300 + k * 22
            c.poly([(x - 12, y), (x + 12, y), (x + 22, y - 110), (x - 22, y - 110)],
                   mix(p.gold, p.t[5], .5))
            c.rect(x - 14, y, 28, 26, p.red)
    for row in range(4):
        seats(c, p, 700 + row * 74, 66 + row * 20, row, v)


def screen(c, p, v, r):
    """The film changes with the variation: a ship, a pair of lovers, a road."""
    c.rect(260, 100, 920, 520, p.sky[1])
    kind = v // 3 % 3
    c.dot(r.uniform(640, 860), 380, 230, p.gold)
    c.dot(720, 380, 150, p.paper)
    if kind == 0:
        c.rect(260, 430, 920, 200, p.t[4])
        c.cuts((260, 440, 920, 170), 60, p.t[1], (40, 150), (2, 5))
        sloop(c, p, r.uniform(640, 820), 500, 190, p.t[6], p.paper, False, False)
    elif kind == 1:
        c.rect(260, 540, 920, 90, p.t[5])
        figure(c, p, 650, 620, 440, p.t[6], p.red, "stand", False, "hair", False, True)
        figure(c, p, 800, 620, 470, p.t[6], p.gold, "stand", True, "brim")
    else:
        c.rect(260, 420, 920, 210, p.t[4])
        c.poly([(700, 420), (740, 420), (1000, 640), (440, 640)], p.t[6])
        for k in range(4):
            c.rect(714 - k * 2, 440 + k * k * 12, 8 + k * 6, 12 + k * 10, p.gold)
        land(c, [(250, 410), (420, 330), (560, 416), (900, 416), (1040, 310), (1200, 410)],
             p.t[3], 424)


def seats(c, p, y, s, row, v):
    n = 13 - row * 2
    ink = [p.deepred, mix(p.deepred, p.ink, .3), mix(p.deepred, p.ink, .5), p.ink][row]
    for k in range(n):
        x = L + (k + .5 + row % 2 * .3) * (R - L) / n
        if (k * 7 + row * 3 + v) % 5:
            bust(c, p, x, y - s * .1, s, p.ink, mix(p.sky[0], p.ink, .35), p.ink,
                 (k + row) % 3)
        w = (R - L) / n * .42
        c.path(f"M{x - w:.0f} {y + 120}L{x - w:.0f} {y + 22}C{x - w * .9:.0f} {y - 6} "
               f"{x + w * .9:.0f} {y - 6} {x + w:.0f} {y + 22}L{x + w:.0f} {y + 120}Z", ink)
        c.line([(x - w * .9, y + 16), (x, y + 1), (x + w * .9, y + 16)],
               mix(ink, p.red, .6), 4, True)
