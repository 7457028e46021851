"""The laboratory and the museum."""
import math

from block import BLEED, H
from folk import figure, random_figure
from heads import head
from inks import mix
from interior_civic import ledger, room, shaft, tall_window
from interior_home import pendant, sash, teapot
from nature import L, R
from scenes import scene
from space import Camera


@scene("laboratory", "teal morning winter night spring")
def laboratory(c, p, v):
    r = c.rng
    wall = p.t[4] if p.dark else p.t[2]
    room(c, p, wall, p.t[4], 700)
    shaft(c, p, 260, 420, 500, mix(wall, p.paper, .22), 700)
    for i in range(3):
        sash(c, p, 60 + i * 260, 50, 210, 270, p.t[5], 2, 3)
    c.rect(900, 200, 600, 14, p.t[5])
    c.rect(900, 380, 600, 14, p.t[5])
    for row, y in enumerate((200, 380)):
        for k in range(6):
            jar(c, p, 930 + k * 84, y, r.uniform(40, 60), r.uniform(70, 120), (k + row + v) % 4)
    look = {"hair": ["bun", "crop", "bob", "crest"][v % 4], "coat": "lapel", "glasses": 1}
    head(c, 640, 470, 128, look, (p.t[4], mix(p.t[1], p.gold, .5), p.t[3], p.t[6], p.paper,
                                  mix(p.paper, p.gold, .5), p.t[3]))
    c.rect(L, 730, R - L, 26, p.t[1])
    c.rect(L, 756, R - L, 300, p.t[5])
    c.cuts((L, 770, R - L, 180), 26, p.t[4], (90, 260), (2, 5))
    microscope(c, p, r.uniform(360, 400), 730, 1.42)
    flask(c, p, 850, 730, 150, p.red)
    flask(c, p, 1010, 730, 210, p.gold)
    beaker(c, p, 1140, 730, 120, p.t[4])
    rack(c, p, 1270, 730)
    eel_tank(c, p, 20, 730)


def jar(c, p, x, y, w, h, kind):
    ink = [p.t[3], p.gold, p.red, p.t[4]][kind]
    c.rect(x, y - h, w, h, mix(p.t[1], ink, .25))
    c.rect(x, y - h * .62, w, h * .62, ink)
    c.rect(x + w * .7, y - h, w * .3, h, mix(ink, p.ink, .3))
    c.rect(x - 3, y - h - 10, w + 6, 12, p.t[6])


def microscope(c, p, x, y, s):
    with c.at(x, y, s):
        c.path("M-70 0C-70 -18 -40 -22 60 -22C78 -22 80 -10 80 0Z", p.t[6])
        c.path("M30 -18C100 -70 96 -180 20 -206L8 -184C60 -160 66 -90 8 -50L6 -18Z", p.t[6])
        c.path("M40 -18C100 -70 96 -180 24 -204C76 -170 90 -80 26 -18Z", p.t[3])
        c.rect(-56, -78, 96, 12, p.t[5])
        with c.at(0, -150, 1, turn=-24):
            c.rect(-19, -110, 38, 130, p.t[5])
            c.rect(-19, -110, 12, 130, p.t[1])
            c.rect(-14, -150, 28, 44, p.t[6])
            c.rect(-12, 20, 24, 44, p.gold)
            c.rect(-19, -40, 38, 10, p.red)
        c.dot(58, -112, 17, p.t[2])
        c.dot(58, -112, 8, p.t[6])


def flask(c, p, x, y, s, ink):
    with c.at(x, y, s / 100):
        c.path("M-14 -120L14 -120L14 -78L54 -10C58 -2 54 0 48 0L-48 0C-54 0 -58 -2 -54 -10"
               "L-14 -78Z", mix(p.paper, p.t[2], .4))
        c.path("M-32 -48L32 -48L54 -10C58 -2 54 0 48 0L-48 0C-54 0 -58 -2 -54 -10Z", ink)
        c.path("M12 -48L32 -48L54 -10C58 -2 54 0 48 0L20 0C34 -8 30 -26 12 -48Z",
               mix(ink, p.ink, .35))
        c.rect(-18, -124, 36, 8, p.t[5])
        c.gouge(-24, -34, 40, 4, p.paper, -1.1)


def beaker(c, p, x, y, s, ink):
    with c.at(x, y, s / 100):
        c.rect(-36, -100, 72, 100, mix(p.paper, p.t[2], .4))
        c.rect(-36, -58, 72, 58, ink)
        c.rect(12, -58, 24, 58, mix(ink, p.ink, .35))
        for i in range(5):
            c.rect(-36, -86 + i * 16, 18, 3, p.t[5])


def rack(c, p, x, y):
    for i in range(5):
        tx = x - 80 + i * 34
        c.path(f"M{tx} {y - 130}L{tx + 18} {y - 130}L{tx + 18} {y - 14}C{tx + 18} {y} {tx} {y} "
               f"{tx} {y - 14}Z", p.paper)
        lift = c.rng.uniform(40, 90)
        c.rect(tx, y - lift, 18, lift - 10, [p.red, p.gold, p.t[4]][i % 3])
    c.rect(x - 96, y - 92, 190, 14, p.t[6])
    c.rect(x - 96, y - 16, 190, 16, p.t[6])


def eel_tank(c, p, x, y):
    c.rect(x, y - 190, 220, 190, p.t[3])
    c.rect(x, y - 170, 220, 170, p.w[1])
    for k in range(3):
        yy = y - 40 - k * 44
        c.line([(x + 20, yy), (x + 70, yy - 22), (x + 120, yy + 12), (x + 190, yy - 14)],
               [p.t[6], p.t[5], p.red][k], 11, True)
    c.line([(x, y - 190), (x, y), (x + 220, y), (x + 220, y - 190)], p.t[6], 9)
    c.gouge(x + 40, y - 110, 120, 5, p.paper, 1.3)


@scene("museum", "lamp teal morning autumn winter rose")
def museum(c, p, v):
    """The whale hall: one great skeleton over very small visitors."""
    r = c.rng
    if v % 4 == 0:
        return reading_table(c, p, r)
    cam = Camera(720, 560, 760, 1.7)
    c.rect(L, -BLEED, R - L, H + 80, p.t[3])
    for i in range(5):
        tall_window(c, p, 60 + i * 290, 170, 150, 420, p.t[4])
    for i in range(4):
        shaft(c, p, 130 + i * 300, 110, 260, mix(p.t[3], p.paper, .16), 700)
    c.rect(L, 660, R - L, 300, p.t[4])
    c.rect(L, 640, R - L, 22, p.t[5])
    for i in range(-9, 10):
        for k in range(5):
            if (i + k) % 2 == 0:
                z = 8 - k * 1.15
                cam.floor(c, i * 1.2, i * 1.2 + 1.2, z - 1.15, z, mix(p.t[4], p.t[3], .6))
    for i in range(6):
        x = L + 10 + i * 290
        c.rect(x - 34, 60, 68, 600, p.t[5])
        c.rect(x - 34, 60, 18, 600, p.t[2])
        c.rect(x - 50, 600, 100, 60, p.t[6])
    c.rect(L, -40, R - L, 110, p.t[5])
    c.rect(L, 66, R - L, 10, p.t[2])
    if v % 4 == 1:
        plinths(c, p, r)
    else:
        (whale if v % 4 == 2 else boat_model)(c, p, r)
        case(c, p, r.uniform(170, 260), 800)
        case(c, p, r.uniform(1080, 1180), 820)
    for x, y, h in ((520, 800, 190), (590, 806, 120), (880, 780, 176), (980, 900, 250)):
        c.gouge(x + 60, y, h, 9, p.t[5], -.05)
        random_figure(c, p, x + r.uniform(-30, 30), y, h, p.gold, None, [p.t[6], p.red, p.deepred])


def reading_table(c, p, r):
    """An old account book out of its case, under the one lamp."""
    c.rect(L, -BLEED, R - L, H + 80, p.t[5])
    for i in range(6):
        c.rect(L + i * 260, 40, 210, 520, mix(p.t[5], p.t[6], .6))
        for k in range(3):
            jar(c, p, L + 30 + i * 260 + k * 54, 290, 40, r.uniform(60, 130), (i + k) % 4)
            jar(c, p, L + 30 + i * 260 + k * 54, 540, 40, r.uniform(60, 130), (i * k) % 4)
        c.rect(L + i * 260, 290, 210, 10, p.t[4])
    x = r.uniform(690, 750)
    c.poly([(x - 90, 200), (x + 90, 200), (x + 620, 700), (x - 620, 700)], mix(p.t[5], p.gold, .28))
    figure(c, p, 190, 720, 520, p.t[6], p.gold, "stand", True, "hair", False, True)
    c.rect(L, 620, R - L, 400, p.t[4])
    c.rect(L, 616, R - L, 10, p.t[2])
    c.dot(x, 790, 640, mix(p.t[3], p.gold, .45), 160)
    for i in range(30):
        c.gouge(r.uniform(L, R), r.uniform(640, 950), r.uniform(140, 340), 3, p.t[5])
    ledger(c, p, x, 850, 1.7)
    pendant(c, p, x, 190, 150, p.t[6], p.gold)


def plinths(c, p, r):
    """Ordinary things, shown as treasures: a door, a stool, a kettle, a clock."""
    for i, x in enumerate((190, 480, 900, 1210)):
        top = 640 - (i % 2) * 30
        c.rect(x - 80, top, 160, 210, p.paper)
        c.rect(x + 34, top, 46, 210, p.t[2])
        c.gouge(x + 90, top + 212, 260, 9, p.t[5])
        if i == 0:
            c.rect(x - 66, top - 330, 132, 330, p.red)
            for k in range(4):
                c.rect(x - 50 + k % 2 * 56, top - 300 + k // 2 * 150, 44, 120, p.deepred)
            c.dot(x + 50, top - 150, 8, p.gold)
        elif i == 1:
            c.rect(x - 60, top - 96, 120, 26, p.red)
            c.line([(x - 50, top), (x - 34, top - 70)], p.t[6], 11)
            c.line([(x + 50, top), (x + 34, top - 70)], p.t[6], 11)
        elif i == 2:
            teapot(c, p, x, top, 88, p.t[6], p.t[3])
        else:
            c.rect(x - 44, top - 180, 88, 180, p.t[6])
            c.dot(x, top - 120, 36, p.paper)
            c.line([(x, top - 144), (x, top - 120), (x + 16, top - 112)], p.t[6], 4)
    pendant(c, p, 690, 180, 80, p.t[6], p.gold)


def whale(c, p, r):
    bone, shade = p.paper, mix(p.t[2], p.t[4], .3)
    for x in (420, 760, 1060):
        c.line([(x, 60), (x, 300)], p.t[6], 3)
    spine = [(300 + k * 46, 300 + 50 * math.sin(k / 18 * 3.3) + k * 1.5) for k in range(20)]
    for k, (x, y) in enumerate(spine[3:14]):
        s = 170 * math.sin((k + 1.6) / 13 * math.pi)
        c.line([(x, y), (x + 36, y + s * .5), (x - 10, y + s)], shade, 9, True)
        c.line([(x, y), (x - 30, y + s * .5), (x - 40, y + s * 1.05)], bone, 10, True)
    for k, (x, y) in enumerate(spine):
        s = 25 - k * .9
        c.rect(x - s * .7, y - s * .6, s * 1.5, s * 1.2, bone)
        c.poly([(x - 5, y - s * .5), (x + 8, y - s * 1.9), (x + 14, y - s * .5)], bone)
        c.rect(x + s * .5, y - s * .6, s * .3, s * 1.2, shade)
    c.path("M330 262C260 244 150 280 60 352C150 340 230 350 330 340Z", bone)
    c.path("M330 340C240 400 140 404 56 366C150 430 260 420 350 356Z", bone)
    c.path("M330 300C260 300 150 320 60 352C150 340 230 350 330 340Z", shade)
    c.dot(286, 296, 15, p.t[5], 10)
    c.path("M1170 318C1230 270 1300 270 1330 230C1320 300 1330 350 1370 400C1300 370 1230 360 "
           "1170 340Z", bone)


def boat_model(c, p, r):
    """The other hall: a salvaged ship's boat hung on wires."""
    for x in (400, 1040):
        c.line([(x, 60), (x, 330)], p.t[6], 4)
    c.path("M200 300C420 350 1020 350 1260 270C1220 400 1120 490 1000 500L480 500C340 490 240 420 "
           "200 300Z", p.t[5])
    for k in range(5):
        c.line([(224 + k * 34, 344 + k * 34), (720, 366 + k * 30), (1236 - k * 46, 318 + k * 40)],
               p.t[3], 4, True)
    c.path("M200 300C420 350 1020 350 1260 270L1256 296C1020 374 420 374 206 326Z", p.red)
    c.path("M480 500L1000 500L980 530L500 530Z", p.t[6])
    for x in (360, 720, 1080):
        c.line([(x - 120, 250), (x + 60, 420)], p.gold, 9)


def case(c, p, x, y):
    c.rect(x - 90, y - 60, 180, 70, p.t[6])
    c.rect(x - 80, y - 210, 160, 150, mix(p.t[1], p.sky[1], .5))
    c.path(f"M{x - 40:.0f} {y - 60}C{x - 60:.0f} {y - 130} {x - 20:.0f} {y - 140} {x - 20:.0f} "
           f"{y - 170}L{x + 20:.0f} {y - 170}C{x + 20:.0f} {y - 140} {x + 60:.0f} {y - 130} "
           f"{x + 40:.0f} {y - 60}Z", p.red)
    c.path(f"M{x + 6:.0f} {y - 60}C{x + 40:.0f} {y - 120} {x + 4:.0f} {y - 140} {x + 8:.0f} "
           f"{y - 170}L{x + 20:.0f} {y - 170}C{x + 20:.0f} {y - 140} {x + 60:.0f} {y - 130} "
           f"{x + 40:.0f} {y - 60}Z", p.deepred)
    c.line([(x - 80, y - 60), (x - 80, y - 210), (x + 80, y - 210), (x + 80, y - 60)], p.t[5], 7)
    c.gouge(x - 50, y - 140, 110, 5, p.paper, 1.2)
