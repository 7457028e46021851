"""Rooms where things are decided: council, court, polling station, newspaper desk."""
import math

from block import BLEED, H, pts
from folk import bust, figure
from inks import mix
from interior_home import cup, folded_paper, sash, steam
from nature import L, R, land, ridge
from scenes import scene


def room(c, p, wall, floor, line=640):
    c.rect(L, -BLEED, R - L, H + 80, wall)
    c.rect(L, line, R - L, H, floor)
    c.rect(L, line - 14, R - L, 14, mix(floor, p.ink, .5))


def shaft(c, p, x, w, slant, ink, bottom=H + BLEED):
    """A plane of daylight falling across a room."""
    c.poly([(x, -BLEED), (x + w, -BLEED), (x + w + slant, bottom), (x + slant - w * .3, bottom)],
           ink)


def panels(c, x0, x1, y0, y1, count, ink, lit):
    w = (x1 - x0) / count
    for i in range(count):
        x = x0 + i * w
        c.rect(x + w * .1, y0, w * .8, y1 - y0, ink)
        c.rect(x + w * .1, y0, w * .8, 5, lit)
        c.rect(x + w * .1, y0, 5, y1 - y0, lit)


def tall_window(c, p, x, y, w, h, frame):
    """Round-headed civic glass, three lights wide."""
    d = (f"M{x:.0f} {y + h:.0f}L{x:.0f} {y + w / 2:.0f}C{x:.0f} {y - w * .16:.0f} {x + w:.0f} "
         f"{y - w * .16:.0f} {x + w:.0f} {y + w / 2:.0f}L{x + w:.0f} {y + h:.0f}Z")
    c.path(d, p.sky[1])
    with c.clip(d):
        c.rect(x, y + h * .5, w, h, p.sky[0])
        c.cuts((x, y, w, h * .6), 10, p.sky[0], (w * .3, w * .8), (2, 5))
        c.poly([(x, y + h), (x, y + h * .8), (x + w * .4, y + h * .72), (x + w, y + h * .82),
                (x + w, y + h)], p.sky[3])
        for k in (1, 2):
            c.rect(x + w * k / 3 - 3, y - 20, 6, h + 20, frame)
        for k in range(1, 6):
            c.rect(x, y + h * k / 6, w, 5, frame)
    c.out.append(f'<path d="{d}" fill="none" stroke="{frame}" stroke-width="14"/>')


@scene("council-chamber", "lamp morning teal rose overcast")
def council_chamber(c, p, v):
    r = c.rng
    wall = mix(p.t[4], p.t[3], .4)
    room(c, p, wall, p.t[4], 560)
    for i in range(5):
        tall_window(c, p, 90 + i * 290, 60, 130, 330, p.t[5])
    for i in range(4):
        shaft(c, p, 120 + i * 290, 120, 300, mix(wall, p.gold, .2), 900)
    panels(c, L, R, 420, 546, 16, mix(wall, p.t[5], .55), mix(wall, p.t[2], .4))
    cx = r.uniform(680, 760)
    c.rect(cx - 70, 200, 140, 350, p.t[5])
    c.path(f"M{cx - 60:.0f} 220L{cx + 60:.0f} 220L{cx + 60:.0f} 290C{cx + 56:.0f} 340 "
           f"{cx + 20:.0f} 360 {cx:.0f} 370C{cx - 20:.0f} 360 {cx - 56:.0f} 340 "
           f"{cx - 60:.0f} 290Z", p.red)
    c.path(f"M{cx - 44:.0f} 310C{cx - 20:.0f} 292 {cx + 10:.0f} 326 {cx + 44:.0f} 304L"
           f"{cx + 36:.0f} 328C{cx:.0f} 344 {cx - 10:.0f} 320 {cx - 36:.0f} 330Z", p.paper)
    if v % 4:
        bust(c, p, cx, 500, 82, p.t[6], p.gold, p.t[5])
    c.poly([(cx - 170, 520), (cx + 170, 520), (cx + 190, 610), (cx - 190, 610)], p.t[5])
    c.rect(cx - 176, 514, 352, 12, p.t[2])
    for row in range(3):
        benches(c, p, cx, 560 + row * 20, 420 + row * 210, 120 + row * 86, row, v)
    c.dot(cx, H + 20, 260, p.t[3], 90)


def benches(c, p, cx, cy, rx, ry, row, v):
    """One horseshoe of desks: the members first, then the wood in front of them."""
    r = c.rng
    n = 10 + row * 2
    empty = (v * 3 + row * 2) % n
    for i in range(n):
        a = math.pi * (i + .5) / n
        x, y = cx - math.cos(a) * rx, cy + math.sin(a) * ry
        s = 46 + row * 16 + math.sin(a) * 26
        if v % 4 and i != empty:
            bust(c, p, x, y - s * .2, s, r.choice([p.t[6], p.t[5], p.deepred, p.t[3]]),
                 mix(p.gold, p.t[3], .4), p.t[6], r.randint(0, 2))
    top = [(cx - math.cos(math.pi * k / 30) * rx, cy + 18 + row * 8 +
            math.sin(math.pi * k / 30) * ry) for k in range(31)]
    c.poly(top + [(x, y + 44 + row * 16) for x, y in reversed(top)], mix(p.t[5], p.t[4], .3))
    c.line(top, p.t[2], 6 + row * 2)
    for i in range(n):
        a = math.pi * (i + .5) / n
        x, y = cx - math.cos(a) * rx, cy + 12 + row * 8 + math.sin(a) * ry
        for k in range(1 if v % 4 else r.randint(4, 9)):
            c.poly([(x - 20, y - k * 8), (x + 20, y - 3 - k * 8), (x + 22, y + 4 - k * 8),
                    (x - 18, y + 8 - k * 8)], [p.paper, p.t[2]][k % 2])


@scene("court", "lamp overcast teal winter rose")
def court(c, p, v):
    r = c.rng
    room(c, p, p.t[4], p.t[5], 700)
    panels(c, L, R, 60, 660, 11, mix(p.t[4], p.t[5], .55), p.t[3])
    x = r.uniform(660, 780)
    shaft(c, p, x - 560, 300, 640, mix(p.t[4], p.gold, .3), 760)
    c.poly([(x - 260, 600), (x - 230, 110), (x, 30), (x + 230, 110), (x + 260, 600)], p.t[5])
    c.poly([(x - 250, 120), (x, 24), (x + 250, 120), (x + 236, 140), (x, 56), (x - 236, 140)],
           p.t[2])
    scales(c, p, x, 150, 1)
    c.rect(x - 80, 330, 160, 240, p.deepred)
    c.path(f"M{x - 80:.0f} 340C{x - 80:.0f} 290 {x + 80:.0f} 290 {x + 80:.0f} 340Z", p.red)
    bust(c, p, x, 520, 150, p.t[6], p.red, p.t[2], 2)
    c.poly([(x - 400, 560), (x + 400, 560), (x + 430, 740), (x - 430, 740)], p.t[6])
    c.rect(x - 412, 548, 824, 20, p.t[2])
    panels(c, x - 390, x + 390, 600, 716, 6, p.t[5], p.t[3])
    c.rect(x + 200, 530, 70, 20, p.paper)
    for i, k in enumerate((-560, -440, 470, 580)):
        bust(c, p, x + k, 660, 120, [p.t[5], p.t[6]][i % 2], p.t[2], p.t[5], i % 3)
    c.rect(L, 730, 440, 120, p.t[5])
    c.rect(L, 724, 440, 12, p.t[2])
    c.rect(1060, 730, 460, 120, p.t[5])
    c.rect(1060, 724, 460, 12, p.t[2])
    if v % 2:
        return gallery(c, p, r)
    fx = 420 + r.uniform(-60, 60) if v % 2 else 1010 + r.uniform(-60, 60)
    figure(c, p, fx, 980, 440, p.ink, p.gold, "stand", v % 2 == 0, "hair", False, True)
    c.rect(L, 900, R - L, 100, p.t[6])
    c.rect(L, 892, R - L, 12, p.t[3])


def gallery(c, p, r):
    """The same court from the public seats, nearly all of them empty."""
    for row, y in enumerate((740, 850)):
        s = 1 + row * .3
        for k in range(2 - row):
            x = r.uniform(300, 560) if row == 0 else r.uniform(860, 1080)
            bust(c, p, x + k * 420, y - 14, 150 * s, [p.deepred, p.t[5]][row], p.gold, p.t[6],
                 2 - row)
        c.rect(L, y, R - L, 260, [p.t[5], p.t[6]][row])
        c.rect(L, y - 8, R - L, 18, [p.t[3], p.t[4]][row])
        for k in range(9):
            x = L + 40 + k * 170 * s
            c.rect(x, y + 30, 130 * s, 90, mix([p.t[5], p.t[6]][row], p.t[4], .4))
            c.rect(x, y + 30, 130 * s, 5, p.t[3])


def scales(c, p, x, y, s):
    with c.at(x, y, s):
        c.rect(-5, -20, 10, 150, p.gold)
        c.poly([(-44, 130), (44, 130), (30, 112), (-30, 112)], p.gold)
        c.line([(-104, 6), (104, -2)], p.gold, 8)
        for dx, dy in ((-104, 6), (104, -2)):
            c.line([(dx - 40, dy + 74), (dx, dy), (dx + 40, dy + 74)], p.gold, 3)
            c.path(f"M{dx - 48} {dy + 72}L{dx + 48} {dy + 72}C{dx + 40} {dy + 104} {dx - 40} "
                   f"{dy + 104} {dx - 48} {dy + 72}Z", p.gold)
        c.dot(0, -24, 12, p.gold)


@scene("voting-booth", "morning overcast teal rose day")
def voting_booth(c, p, v):
    r = c.rng
    room(c, p, p.t[2], p.t[3], 720)
    shaft(c, p, 340, 260, 420, mix(p.t[2], p.paper, .55), 720)
    sash(c, p, r.uniform(80, 130), 60, 240, 320, p.t[5])
    c.poly([(560, 720), (960, 720), (1260, 1000), (760, 1000)], mix(p.t[3], p.paper, .4))
    for i in range(40):
        c.gouge(r.uniform(L, R), r.uniform(735, 950), r.uniform(90, 260), 3, p.t[4])
    for i in range(3):
        booth(c, p, 480 + i * 300, 800, 250, (i + v) % 3 != 1)
    box_x = r.uniform(190, 290)
    c.poly([(box_x - 150, 800), (box_x + 190, 800), (box_x + 170, 960), (box_x - 130, 960)],
           p.t[5])
    ballot_box(c, p, box_x, 800)
    figure(c, p, box_x + 215, 960, 470, p.t[6], p.gold, "stand", True, "hair", False, True, p.red)


def booth(c, p, x, y, w, busy):
    c.rect(x, y - 430, w, 400, p.t[4])
    c.rect(x + 20, y - 410, w - 40, 380, p.t[5])
    c.rect(x, y - 200, w, 16, p.t[1])
    if busy:
        figure(c, p, x + w / 2, y, 390, c.rng.choice([p.t[3], p.deepred, p.t[6]]), p.t[1],
               "stand", c.rng.random() < .5, c.rng.choice(["brim", "hair", "cap"]))
    c.rect(x - 12, y - 450, w + 24, 30, p.red)
    for side in (x - 10, x + w - 4):
        c.rect(side, y - 440, 14, 450, p.t[6])
        c.rect(side, y - 440, 4, 450, p.t[2])
    fold = x + w * .6
    c.path(f"M{fold:.0f} {y - 420}L{x + w:.0f} {y - 420}L{x + w:.0f} {y - 110}C{x + w * .9:.0f} "
           f"{y - 100} {x + w * .8:.0f} {y - 120} {fold + 10:.0f} {y - 106}Z", p.paper)
    for k in range(4):
        c.gouge(fold + 20 + k * 22, y - 260, 270, 4, p.t[2], 1.6)


def ballot_box(c, p, x, y):
    c.poly([(x - 120, y - 150), (x + 80, y - 150), (x + 80, y), (x - 120, y)], p.t[6])
    c.poly([(x + 80, y - 150), (x + 140, y - 184), (x + 140, y - 40), (x + 80, y)], p.t[4])
    c.poly([(x - 120, y - 150), (x - 56, y - 184), (x + 140, y - 184), (x + 80, y - 150)], p.t[3])
    c.poly([(x - 30, y - 164), (x + 60, y - 164), (x + 66, y - 171), (x - 22, y - 171)], p.ink)
    c.poly([(x - 20, y - 166), (x + 50, y - 168), (x + 84, y - 286), (x + 8, y - 296)], p.paper)
    for k in range(3):
        c.gouge(x + 38 + k * 6, y - 206 - k * 24, 46, 3, p.t[4], .1)
    c.line([(x + 56, y - 262), (x + 66, y - 272)], p.red, 6)
    c.line([(x + 56, y - 272), (x + 66, y - 262)], p.red, 6)


@scene("newspaper-desk", "lamp teal dusk morning night")
def newspaper_desk(c, p, v):
    """Late in the newsroom: one lamp, tomorrow's pages, the town outside."""
    r = c.rng
    wall = p.t[5]
    room(c, p, wall, p.t[5], 640)
    d = pts([(140, 60), (1300, 60), (1300, 520), (140, 520)])
    with c.clip(d):
        for k in range(4):
            land(c, ridge(r, 60 + k * 90, 10, 7), p.sky[3 - k])
        c.dot(r.uniform(900, 1100), 250, 60, p.paper)
        x = 120
        while x < 1320:
            w, h = r.uniform(60, 120), r.uniform(60, 190)
            c.poly([(x, 540), (x, 520 - h), (x + w / 2, 500 - h * 1.1), (x + w, 520 - h),
                    (x + w, 540)], p.t[4])
            for _ in range(5):
                c.rect(x + r.uniform(.1, .7) * w, 520 - h * r.uniform(.1, .8), 9, 13, p.gold)
            x += w
    for k in range(7):
        c.rect(134 + k * 193, 60, 14, 460, p.t[6])
    c.rect(130, 270, 1180, 12, p.t[6])
    c.line([(140, 60), (1300, 60), (1300, 520), (140, 520), (140, 60)], p.t[6], 20)
    lx = r.uniform(900, 1010)
    c.poly([(lx - 150, 420), (lx - 60, 420), (lx + 120, 1000), (lx - 700, 1000), (lx - 560, 680)],
           mix(wall, p.gold, .34))
    c.poly([(L, 650), (R, 650), (R, 1000), (L, 1000)], p.t[4])
    c.poly([(lx - 560, 650), (lx - 20, 650), (lx + 150, 1000), (lx - 820, 1000)],
           mix(p.t[2], p.gold, .4))
    for i in range(26):
        c.gouge(r.uniform(L, R), r.uniform(665, 950), r.uniform(120, 300), 2.6, p.t[5])
    desk_things(c, p, lx, v)


def ledger(c, p, x, y, s):
    """An open account book; the entries are cuts in three inks and say nothing."""
    with c.at(x, y, s):
        c.path("M-330 20L-270 -150L270 -150L330 20L300 44L-300 44Z", p.deepred)
        for side in (-1, 1):
            with c.at(0, 0, 1, side < 0):
                c.path("M0 26C60 0 200 0 312 20L258 -148C180 -164 60 -164 0 -140Z",
                       p.paper if side > 0 else p.t[1])
                c.path("M0 26C20 14 40 8 70 6L50 -156C30 -152 14 -146 0 -140Z", p.t[2])
                for i in range(8):
                    yy = -130 + i * 17
                    half = 78 + i * 5
                    c.gouge(86 + half, yy + 3, half * 1.5, 2, p.t[4])
                    c.gouge(70 + half * 1.98, yy + 3, 26, 4,
                            [p.red, p.t[3], p.gold, p.t[5]][(i + side) % 4])
        c.rect(-2, -140, 4, 168, p.t[4])
        c.path("M-6 -150L10 -150L6 70L-2 60L-10 72Z", p.red)


def desk_things(c, p, lx, v):
    for i in range(9):
        c.poly([(60 + i % 2 * 8, 690 - i * 17), (330 - i % 3 * 7, 690 - i * 17),
                (330 - i % 3 * 7, 702 - i * 17), (60 + i % 2 * 8, 702 - i * 17)],
               [p.t[1], p.t[2]][i % 2])
    if v % 2:
        typewriter(c, p, lx - 280, 800, 1.05)
    else:
        ledger(c, p, lx - 330, 850, 1.16)
        c.line([(lx - 20, 930), (lx - 230, 890)], p.red, 9)
        c.line([(lx - 230, 890), (lx - 244, 886)], p.t[6], 6)
    if v % 2:
        folded_paper(c, p, lx - 760, 930, 400, p.paper, p.t[5])
    c.line([(lx + 160, 780), (lx + 210, 500), (lx - 60, 380)], p.t[6], 15)
    c.dot(lx + 160, 786, 96, p.t[6], 20)
    c.dot(lx + 210, 500, 15, p.red)
    c.poly([(lx - 30, 330), (lx + 10, 402), (lx - 64, 460), (lx - 170, 420), (lx - 110, 344)],
           p.red)
    c.poly([(lx - 64, 462), (lx - 172, 420), (lx - 160, 412), (lx - 56, 450)], p.paper)
    cup(c, p, lx + 30, 900, 130, p.t[6], p.t[3])
    steam(c, lx + 30, 800, p.t[1])
    c.poly([(lx + 170, 900), (lx + 420, 880), (lx + 440, 940), (lx + 180, 964)], p.deepred)
    c.poly([(lx + 170, 900), (lx + 420, 880), (lx + 424, 892), (lx + 174, 912)], p.paper)


def typewriter(c, p, x, y, s):
    with c.at(x, y, s):
        c.poly([(-96, -150), (96, -150), (90, -320), (-90, -320)], p.paper)
        for i in range(7):
            c.gouge(-20 - (i % 3) * 8, -300 + i * 20, 120 - (i % 3) * 16, 3, p.t[4])
        c.rect(-180, -168, 360, 40, p.t[6])
        c.dot(-186, -148, 24, p.t[5])
        c.dot(186, -148, 24, p.t[5])
        c.path("M-150 -136L150 -136C170 -90 180 -60 196 0L-196 0C-180 -60 -170 -90 -150 -136Z",
               p.t[5])
        c.path("M-150 -136L-110 -136C-136 -80 -150 -40 -156 0L-196 0C-180 -60 -170 -90 -150 -136Z",
               p.red)
        for row in range(3):
            for k in range(9):
                c.dot(-118 + k * 28 + row * 5, -80 + row * 26, 10, p.t[1], 8)
        c.rect(-206, 0, 412, 16, p.ink)
