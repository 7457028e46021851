"""The picture house: its front at night, and the dark inside."""
from block import BLEED, H
from folk import random_figure
from inks import mix
from interior_culture import auditorium
from nature import L, R, land, moon, ridge, stars
from scenes import scene


@scene("cinema", "night lamp dusk rose teal")
def cinema(c, p, v):
    if v % 3 == 2:
        return auditorium(c, p, v)
    r = c.rng
    c.rect(L, -BLEED, R - L, H + 80, p.t[6])
    land(c, ridge(r, 90, 26, 7), mix(p.t[6], p.t[5], .6))
    land(c, ridge(r, 300, 26, 7), p.t[5])
    stars(c, p, 40, 260)
    moon(c, p, 170, 150, 40)
    for x, w, h in ((L, 330, 420), (1150, 340, 380)):
        c.rect(x, 820 - h, w, h, mix(p.t[5], p.t[6], .4))
        for k in range(6):
            c.rect(x + 40 + k % 3 * 90, 870 - h + k // 3 * 130, 44, 70,
                   p.gold if r.random() < .3 else p.t[6])
    front(c, p, 720, v)
    c.rect(L, 816, R - L, 200, p.t[5])
    c.poly([(430, 820), (1010, 820), (1290, 1000), (150, 1000)], mix(p.t[4], p.gold, .55))
    c.cuts((L, 830, R - L, 130), 70, p.t[6], (60, 220), (2, 5))
    c.cuts((330, 840, 800, 120), 40, p.gold, (40, 150), (2, 5))
    for k in range(6):
        random_figure(c, p, 330 + k * 150 + r.uniform(-50, 50), r.uniform(845, 900), 190, p.gold,
                      None, [p.ink, p.t[6], p.deepred])


def front(c, p, x, v):
    """Stepped faience tower, fins of light, a canopy; each town house has its own tower."""
    face, shade = mix(p.t[2], p.t[3], .4), p.t[4]
    for k, (half, top) in enumerate(((400, 330), (300, 240), (190, 150))):
        c.rect(x - half, top, 2 * half, 820 - top, mix(face, shade, .5 - k * .22))
        c.rect(x + half * .8, top, half * .2, 820 - top, mix(shade, p.ink, .3))
        c.rect(x - half - 8, top - 8, 2 * half + 16, 14, p.t[1])
    if v % 2 == 0:
        c.poly([(x - 90, 150), (x - 60, 50), (x, 10), (x + 60, 50), (x + 90, 150)], face)
        for k in range(5):
            c.rect(x - 54 + k * 24, 60 + abs(k - 2) * 14, 8, 330, p.gold)
    else:
        c.rect(x - 40, 10, 80, 500, p.red)
        c.rect(x + 22, 10, 18, 500, p.deepred)
        for k in range(9):
            c.dot(x - 6, 44 + k * 46, 13, p.gold)
    for side in (-1, 1):
        for k in range(3):
            wx = x + side * (130 + k * 84) - 24
            c.rect(wx, 330 + k * 20, 48, 200 - k * 20, p.gold)
            c.rect(wx + 20, 330 + k * 20, 7, 200, p.t[5])
            for j in range(4):
                c.rect(wx, 366 + j * 44, 48, 6, p.t[5])
    c.rect(x - 300, 630, 600, 190, mix(p.gold, p.paper, .4))
    for k in range(7):
        c.rect(x - 300 + k * 98, 630, 12, 190, p.deepred)
    c.poly([(x - 430, 560), (x + 430, 560), (x + 400, 634), (x - 400, 634)], p.red)
    c.rect(x - 400, 574, 800, 40, p.paper)
    for k in range(9):
        c.rect(x - 374 + k * 84, 586, 62 - k % 3 * 14, 14, p.t[6])
    for k in range(27):
        c.dot(x - 416 + k * 32, 640, 8, p.gold)
