"""Places a town shares: market, festival, school, hospital, football."""
import math

from block import BLEED, H, W
from built import house, window
from folk import bust, figure, random_figure
from inks import mix
from nature import L, R, cloud, moon, sky, stars, streaks, tree
from scenes import scene
from space import Camera
from town_rows import fish_hall
from town_terraces import awning


@scene("market", "teal day autumn rose spring")
def market(c, p, v):
    r = c.rng
    if v % 2 == 0:
        return fish_hall(c, p, v)
    sky(c, p, 460, (r.uniform(200, 1200), 180, 60), "bands")
    for i in range(3):
        cloud(c, r.uniform(0, W), r.uniform(90, 180), r.uniform(240, 400), p.paper, p.sky[1])
    for i in range(7):
        house(c, p, L + i * 220, 560, 220, r.uniform(250, 330),
              (p.t[2 + i % 2], p.t[4], p.t[1], p.t[4]), .1, i % 2 == 0)
    c.rect(L, 556, R - L, 500, p.t[2])
    c.cuts((L, 600, R - L, 350), 90, p.t[3], (40, 160), (2, 5))
    for i in range(5):
        stall(c, p, -60 + i * 320 + r.uniform(-20, 20), 640, 250, i + v, p.t[4])
    for k in range(9):
        random_figure(c, p, 60 + k * 165 + r.uniform(-40, 40), r.uniform(680, 720), 190, p.t[1])
    for i, x in enumerate((-60, 480, 1020)):
        stall(c, p, x + r.uniform(-40, 40), 910, 430, i + v + 1, p.t[5])
    figure(c, p, r.uniform(425, 450), 935, 390, p.t[6], p.gold, "stand", False, "hair", True, True)
    figure(c, p, r.uniform(960, 985), 940, 400, p.t[5], p.t[1], "walk", True, "brim",
           scarf=p.red)


def stall(c, p, x, y, w, i, wood):
    h = w * .8
    c.rect(x + w * .04, y - h, w * .025, h, p.t[6])
    c.rect(x + w * .935, y - h, w * .025, h, p.t[6])
    c.rect(x + w * .05, y - h * .8, w * .9, h * .5, p.t[5])
    random_figure(c, p, x + w * .5, y - h * .02, h * .78, p.gold, "stand")
    c.poly([(x - w * .02, y - h * .36), (x + w * 1.02, y - h * .36), (x + w * 1.02, y - h * .26),
            (x + w * .98, y), (x + w * .02, y), (x - w * .02, y - h * .26)], wood)
    for k in range(5):
        c.rect(x + w * (.03 + k * .19), y - h * .24, w * .18, h * .05, mix(wood, p.t[2], .4))
        produce(c, p, x + w * (.1 + k * .2), y - h * .36, w * .034, (k + i) % 5)
    with c.at(x, y - h, w / 250):
        awning(c, p, -10, 8, 270, [p.red, p.t[4], p.gold][i % 3])


def produce(c, p, x, y, s, kind):
    ink = [p.red, p.gold, p.t[3], mix(p.red, p.gold, .5), p.t[4]][kind]
    for row in range(3):
        for k in range(3 - row):
            px, py = x + (k - (2 - row) / 2) * s * 1.8, y - row * s * 1.4
            c.dot(px, py, s, mix(ink, p.ink, .3))
            c.dot(px - s * .18, py - s * .18, s * .72, ink)


@scene("festival-night", "night lamp dusk teal")
def festival_night(c, p, v):
    r = c.rng
    c.rect(L, -BLEED, R - L, H + 80, p.t[6])
    for k, ink in ((880, mix(p.t[6], p.t[5], .6)), (620, p.t[5]), (380, mix(p.t[5], p.t[4], .7))):
        c.dot(720, 640, k, ink, k * .8)
    stars(c, p, 50, 300)
    for x, y, s, ink in ((r.uniform(260, 420), 200, 150, p.gold), (r.uniform(960, 1150), 240, 190,
                         p.red), (r.uniform(640, 780), 130, 110, p.paper)):
        if v % 2:
            firework(c, x, y, s, ink, p.paper)
    if v % 2 == 0:
        moon(c, p, r.uniform(300, 1100), 170, 56)
    for i in range(9):
        house(c, p, L + i * 170, 660, 170, r.uniform(150, 230),
              (p.t[5], p.t[6], p.t[4], p.t[6]), .6, i % 2 == 0)
    c.rect(L, 655, R - L, 400, p.t[4])
    c.dot(720, 700, 520, mix(p.t[3], p.gold, .3), 120)
    for row in range(3):
        lanterns(c, p, 330 + row * 70, 60 + row * 26, 9 - row, 15 + row * 7, row)
    for k in range(13):
        random_figure(c, p, 60 + k * 108 + r.uniform(-30, 30), 720 + r.uniform(-14, 20), 150,
                      p.gold)
    band(c, p, 720, 690)
    for row, (y, s, ink) in enumerate(((850, 105, p.t[5]), (940, 150, p.t[6]))):
        for k in range(13 - row * 3):
            bust(c, p, L + 40 + k * (122 + row * 44) + r.uniform(-26, 26), y + r.uniform(-16, 16),
                 s, ink, mix(p.gold, ink, .3), ink, r.randint(0, 3))
    for k in range(7 if v % 2 == 0 else 1):
        carried(c, p, 130 + k * 190 + r.uniform(-50, 50), 960, r.uniform(290, 400), k)


def carried(c, p, x, y, h, k):
    """A paper lantern on a withy: a fish, a moon or a boat."""
    ink = [p.gold, p.red, p.paper][k % 3]
    c.line([(x, y), (x + 14, y - h * .6), (x + 30, y - h)], p.ink, 7, True)
    lx, ly = x + 30, y - h - 30
    c.dot(lx, ly, 76, mix(ink, p.t[5], .72))
    if k % 3 == 0:
        c.path(f"M{lx - 70:.0f} {ly:.0f}C{lx - 30:.0f} {ly - 46:.0f} {lx + 20:.0f} {ly - 40:.0f} "
               f"{lx + 44:.0f} {ly - 6:.0f}L{lx + 76:.0f} {ly - 30:.0f}L{lx + 70:.0f} {ly + 30:.0f}"
               f"L{lx + 44:.0f} {ly + 6:.0f}C{lx + 20:.0f} {ly + 40:.0f} {lx - 30:.0f} "
               f"{ly + 46:.0f} {lx - 70:.0f} {ly:.0f}Z", ink)
        for j in range(4):
            c.gouge(lx - 30 + j * 20, ly, 40, 3, p.red, 1.3)
    else:
        c.dot(lx, ly, 42, ink, 46)
        for j in (-20, 0, 20):
            c.gouge(lx + j, ly, 80, 2.6, mix(ink, p.t[5], .5), 1.57)
    c.rect(lx - 14, ly - 52, 28, 8, p.ink)


def firework(c, x, y, s, ink, core):
    for ring, k in ((22, 1), (16, .62), (10, .32)):
        for i in range(ring):
            a = i / ring * math.tau + k
            c.gouge(x + math.cos(a) * s * k, y + math.sin(a) * s * k, s * .3, s * .026 + 1,
                    core if k < .5 else ink, a)
            if k == 1:
                c.dot(x + math.cos(a) * s * 1.2, y + math.sin(a) * s * 1.2, 4, ink)


def lanterns(c, p, y, sag, count, size, shift):
    for a, b in ((L, 720), (720, R)):
        line = [(a + (b - a) * k / 12, y + sag * math.sin(math.pi * k / 12)) for k in range(13)]
        c.line(line, p.t[6], 3, True)
        for i in range(count):
            k = (i + .5) / count
            x, ly = a + (b - a) * k, y + sag * math.sin(math.pi * k) + size
            ink = [p.gold, p.red, p.paper][(i + shift) % 3]
            c.dot(x, ly, size * 1.7, mix(ink, p.t[5], .72))
            c.dot(x, ly, size, ink, size * 1.15)
            c.rect(x - size * .4, ly - size * 1.3, size * .8, size * .24, p.t[6])


def band(c, p, x, y):
    c.rect(x - 190, y - 30, 380, 70, p.t[6])
    c.poly([(x - 220, y - 190), (x, y - 280), (x + 220, y - 190)], p.red)
    c.poly([(x, y - 280), (x + 220, y - 190), (x + 60, y - 190)], p.deepred)
    c.rect(x - 190, y - 190, 380, 160, p.gold)
    for dx in (-184, 176):
        c.rect(x + dx, y - 190, 10, 190, p.t[6])
    for k, hat in enumerate((None, "brim", "hair", "cap")):
        figure(c, p, x - 120 + k * 78, y - 26, 124, p.t[6], p.t[4], "stand", k % 2 == 1, hat)
    c.line([(x - 130, y - 94), (x - 76, y - 118)], p.red, 8)
    c.dot(x + 112, y - 84, 20, p.red, 24)


@scene("school", "night day autumn spring winter rose")
def school(c, p, v):
    r = c.rng
    sky(c, p, 520, (r.uniform(900, 1200), 200, 70), "bands" if p.dark else
        ["rays", "bands", "rings"][v % 3])
    if p.dark:
        stars(c, p, 40, 300)
    for i in range(3):
        cloud(c, r.uniform(0, W), r.uniform(100, 200), r.uniform(220, 380), p.sky[0], p.sky[1])
    for i in range(6):
        tree(c, L + i * 290, 620, r.uniform(220, 320), p.t[4], p.t[3], p.t[2])
    brick = mix(p.t[3], p.red, .42)
    for x, w, h in ((140, 330, 250), (900, 400, 250), (440, 480, 320)):
        hall(c, p, x, 640, w, h, brick)
    c.rect(655, 180, 60, 140, brick)
    c.poly([(640, 184), (685, 110), (730, 184)], p.t[5])
    c.dot(685, 222, 24, p.paper)
    c.line([(685, 222), (685, 206)], p.t[6], 4)
    c.line([(685, 222), (697, 226)], p.t[6], 4)
    c.rect(L, 636, R - L, 400, p.t[2])
    c.cuts((L, 650, R - L, 300), 50, p.t[3], (70, 240), (2, 5))
    if p.dark:
        c.poly([(480, 640), (900, 640), (1120, 1000), (260, 1000)], mix(p.t[3], p.gold, .35))
    else:
        hopscotch(c, p, r.uniform(180, 260))
    for x in range(-30, 1480, 34):
        c.rect(x, 640, 5, 70, p.t[5])
    c.rect(L, 652, R - L, 6, p.t[5])
    playground(c, p, r, 6 + v % 3)
    figure(c, p, 1290, 900, 300, p.t[6], p.t[3], "stand", True, "hair", False, True, p.gold)


def playground(c, p, r, count):
    """Children by day; after dark, whoever the hall has taken in."""
    for k in range(count):
        x, y = 380 + k * 128 + r.uniform(-30, 30), r.uniform(770, 900)
        c.gouge(x + 60, y, 140, 10, p.t[4], -.05)
        if p.dark:
            figure(c, p, x, y, r.uniform(150, 210), p.t[6], p.gold, "walk", r.random() < .5,
                   r.choice(["wool", "hair", "cap"]), True, r.random() < .5)
            continue
        figure(c, p, x, y, r.uniform(140, 172), r.choice([p.red, p.t[5], p.t[4], p.deepred]),
               p.t[1], r.choice(["walk", "walk", "stand"]), r.random() < .5,
               r.choice(["wool", "hair", "cap", None]), r.random() < .4, r.random() < .5)


def hall(c, p, x, y, w, h, brick):
    c.poly([(x, y), (x, y - h), (x + w / 2, y - h - w * .34), (x + w, y - h), (x + w, y)], brick)
    c.poly([(x + w * .5, y - h - w * .34), (x + w, y - h), (x + w, y), (x + w * .93, y),
            (x + w * .93, y - h)], mix(brick, p.ink, .3))
    c.line([(x - 12, y - h + 8), (x + w / 2, y - h - w * .36), (x + w + 12, y - h + 8)], p.t[5], 20)
    c.cuts((x + 10, y - h, w - 60, h), 26, mix(brick, p.t[1], .35), (20, 44), (1.5, 3), 0, .01)
    n = 3 if w < 400 else 4
    for i in range(n):
        wx = x + w * (i + .22) / n
        ww = w / n * .56
        c.path(f"M{wx - 8:.0f} {y - 30}L{wx - 8:.0f} {y - h * .75:.0f}C{wx:.0f} "
               f"{y - h * .98:.0f} {wx + ww:.0f} {y - h * .98:.0f} {wx + ww + 8:.0f} "
               f"{y - h * .75:.0f}L{wx + ww + 8:.0f} {y - 30}Z", p.t[1])
        window(c, wx, y - h * .74, ww, h * .74 - 38, p.gold if p.dark or c.rng.random() < .3
               else p.t[5], p.t[1], 2, 3)


def hopscotch(c, p, x):
    cam = Camera(720, 560, 700, 2)
    for i in range(6):
        for k in ((0,) if i % 3 != 2 else (-.5, .5)):
            a = cam.quad(*[(-3 + k + dx, 0, 4.2 + i * .8 + dz) for dx, dz in
                           ((-.45, 0), (.45, 0), (.45, .75), (-.45, .75), (-.45, 0))])
            c.line([(px + x - 200, py) for px, py in a], p.paper, 5)


@scene("hospital", "night dusk overcast day teal")
def hospital(c, p, v):
    r = c.rng
    sky(c, p, 640, (r.uniform(200, 500), 240, 70), "bands")
    if p.dark:
        stars(c, p, 50, 330)
    streaks(c, p.sky[0], 60, 300, 3)
    for i in range(8):
        tree(c, L + i * 210, 720, r.uniform(180, 280), p.t[4], p.t[4], p.t[3])
    x0, top = 300, 150
    c.rect(x0, top, 640, 600, p.t[3])
    c.rect(x0 + 560, top, 80, 600, p.t[4])
    c.rect(x0 - 14, top - 14, 668, 22, p.t[1])
    for row in range(6):
        for col in range(8):
            lit = r.random() < .45
            c.rect(x0 + 26 + col * 66, top + 40 + row * 84, 48, 52, p.gold if lit else p.t[5])
            if lit and r.random() < .3:
                bust(c, p, x0 + 50 + col * 66, top + 84 + row * 84, 22, p.t[5], p.t[4], p.t[5])
    c.rect(x0 + 200, top - 110, 110, 100, p.t[4])
    c.rect(x0 + 240, top - 96, 30, 76, p.paper)
    c.rect(x0 + 217, top - 73, 76, 30, p.paper)
    c.rect(860, 520, 620, 230, p.t[2])
    c.rect(840, 490, 660, 40, p.t[5])
    c.rect(900, 560, 400, 190, mix(p.gold, p.paper, .3))
    for k in range(5):
        c.rect(900 + k * 98, 556, 10, 196, p.t[5])
    random_figure(c, p, 1040, 748, 150, p.t[1])
    c.rect(L, 748, R - L, 300, p.t[5])
    c.poly([(900, 750), (1300, 750), (1440, 1000), (820, 1000)], mix(p.t[3], p.gold, .4))
    c.cuts((L, 770, R - L, 180), 60, p.t[4], (80, 240), (2, 5))
    ambulance(c, p, r.uniform(420, 520), 860)
    figure(c, p, 1090, 880, 240, p.t[6], p.gold, "walk", True, "hair")
    figure(c, p, 1180, 890, 236, p.t[5], p.gold, "walk", True, "cap")


def ambulance(c, p, x, y):
    with c.at(x, y, 1.15):
        c.gouge(0, 12, 480, 16, p.t[6])
        c.path("M-200 0L-200 -170L90 -170L150 -96L200 -80L204 0Z", p.paper)
        c.path("M-200 0L-200 -60L202 -60L204 0Z", p.t[2])
        for i in range(9):
            c.poly([(-200 + i * 44, -84), (-178 + i * 44, -84), (-178 + i * 44, -58),
                    (-200 + i * 44, -58)], p.red if i % 2 else p.gold)
        c.poly([(60, -150), (88, -150), (132, -96), (60, -96)], p.t[5])
        c.rect(-100, -148, 24, 56, p.t[4])
        c.rect(-116, -132, 56, 24, p.t[4])
        c.rect(30, -186, 50, 16, p.red)
        for wx in (-120, 130):
            c.dot(wx, 0, 36, p.ink)
            c.dot(wx, 0, 16, p.t[2])
