"""A single row of houses at pavement height, and the fish market hall."""
from block import BLEED, H, W
from boats import reflection
from built import house
from folk import figure, random_figure
from inks import mix
from nature import L, R, cloud, sky
from space import Camera


def street_row(c, p, v):
    """Brick fronts square on: after a flood at one, before it at the next."""
    r = c.rng
    sun = (r.uniform(900, 1200), 170, 60)
    sky(c, p, 480, sun, ["bands", "rings"][v % 2])
    for i in range(3):
        cloud(c, r.uniform(0, W), r.uniform(80, 150), r.uniform(240, 420), p.sky[0], p.sky[2])
    c.rect(L, 420, R - L, 400, p.t[3])
    for i in range(7):
        w, x = 232, L - 20 + i * 232
        brick = mix(p.t[3], [p.red, p.t[4], p.t[2]][(i + v) % 3], .4)
        house(c, p, x, 720, w, 400, (brick, p.t[5], p.t[1], p.t[5]), .2)
        c.cuts((x + 12, 330, w - 30, 380), 16, mix(brick, p.t[5], .4), (16, 34), (1.5, 3), 0, .01)
        # The tide mark every house in the row shares.
        c.rect(x, 646, w * .6, 5, mix(p.t[1], brick, .3))
        if v % 2:
            sandbags(c, p, x + w * .72, 722, w * .3)
        else:
            heap(c, p, x + w * .3, 742, i)
    c.rect(L, 718, R - L, 40, p.t[2])
    c.rect(L, 752, R - L, 10, p.t[1])
    c.rect(L, 760, R - L, 240, p.t[4])
    for _ in range(70):
        c.gouge(r.uniform(L, R), r.uniform(775, 950), r.uniform(80, 260), 4,
                r.choice([p.t[5], p.t[3], p.sky[1]]))
    for i in range(7):
        x = L - 20 + i * 232
        (sandbags if v % 2 else heap)(c, p, x + (167 if v % 2 else 70), 760 if v % 2 else 764,
                                      80 if v % 2 else i)
    for k in range(3):
        fx = 250 + k * 430 + r.uniform(-90, 90)
        reflection(c, fx, 894, 120, 60, p.t[5], 8)
        random_figure(c, p, fx, 888, r.uniform(286, 306), p.t[1])


def sandbags(c, p, x, y, w):
    for row in range(3):
        for k in range(3 - row % 2):
            bx, by = x - w * .5 + (k + .5 * (row % 2)) * w * .42, y - row * 17
            c.dot(bx, by - 9, w * .24, mix(p.gold, p.t[4], .55), 11)
            c.dot(bx - 3, by - 12, w * .18, mix(p.gold, p.t[2], .5), 6)


def heap(c, p, x, y, i):
    """What comes out of a house: a rolled carpet, a drawer, a chair, a sofa."""
    if i % 3 == 0:
        c.path(f"M{x - 80:.0f} {y}L{x - 84:.0f} {y - 60}C{x - 80:.0f} {y - 78} {x - 56:.0f} "
               f"{y - 78} {x - 54:.0f} {y - 52}L{x + 54:.0f} {y - 52}C{x + 56:.0f} {y - 78} "
               f"{x + 80:.0f} {y - 78} {x + 84:.0f} {y - 60}L{x + 80:.0f} {y}Z", p.deepred)
        c.rect(x - 56, y - 96, 112, 60, p.red)
        c.rect(x - 54, y - 40, 108, 20, mix(p.red, p.gold, .3))
    elif i % 3 == 1:
        c.line([(x - 70, y - 12), (x + 70, y - 22)], p.t[3], 26)
        c.dot(x + 70, y - 22, 13, p.t[1])
        c.dot(x + 70, y - 22, 6, p.t[4])
        c.rect(x - 40, y - 74, 76, 44, p.t[5])
        c.rect(x - 34, y - 68, 64, 14, p.t[3])
    else:
        for dx in (-34, 26):
            c.rect(x + dx, y - 50, 8, 50, p.t[6])
        c.rect(x - 38, y - 58, 78, 12, p.t[6])
        c.rect(x - 38, y - 120, 8, 70, p.t[6])
        c.rect(x - 38, y - 120, 10, 62, p.gold)
        c.rect(x + 50, y - 70, 70, 70, p.t[2])
        c.rect(x + 50, y - 70, 70, 10, p.t[5])


def fish_hall(c, p, v):
    """Before six: wet floor, iron roof, boxes of ice and everyone in white."""
    r = c.rng
    cam = Camera(r.uniform(680, 760), 400, 800, 2.1)
    c.rect(L, -BLEED, R - L, H + 80, p.t[4])
    cam.front(c, -8, 8, 0, 7, 26, p.sky[0])
    x0, y0 = cam.at(0, 3.4, 26)
    c.dot(x0, y0 + 30, 52, p.gold)
    for k in range(13):
        cam.front(c, -8 + k * 1.3, -7.86 + k * 1.3, 0, 7, 26, p.t[5])
    cam.floor(c, -9, 9, 1, 26, p.t[3])
    c.poly(cam.quad((-3, 0, 26), (3, 0, 26), (1.4, 0, 1), (-1.4, 0, 1)), mix(p.t[3], p.sky[0], .55))
    for _ in range(120):
        q = r.random() ** 2
        c.gouge(r.uniform(L, R), 490 + 460 * q, 50 + 200 * q, 1.5 + 4 * q,
                r.choice([p.t[2], p.t[4], p.sky[0]]))
    for z in (24, 18, 13, 9.5, 6.8, 4.8):
        ribs(c, p, cam, z)
    for z in (14, 10.8, 8.4, 6.6, 5.2, 4.1, 3.2):
        for x in (-4.1, -3, -1.9, 1.1, 2.2, 3.3):
            box(c, p, cam, x, z)
        if r.random() < .75:
            fx, fy = cam.at(r.choice([-.5, .3, .5]), 0, z)
            if z > 4.2:
                figure(c, p, fx, fy, cam.scale(z) * 1.75, p.paper, p.gold,
                       r.choice(["stand", "walk"]), r.random() < .5, r.choice(["cap", "wool"]),
                       legs=p.t[6])


def ribs(c, p, cam, z):
    t = cam.scale(z) * .06 + 1
    a, b, top = cam.at(-6, 4.6, z), cam.at(6, 4.6, z), cam.at(0, 6.6, z)
    c.line([(a[0], cam.at(0, 0, z)[1]), a, top, b, (b[0], cam.at(0, 0, z)[1])], p.t[6], t * 2)
    c.line([a, b], p.t[6], t)
    for k in (.25, .5, .75):
        x = a[0] + (b[0] - a[0]) * k
        c.line([(x, a[1]), (top[0], top[1])], p.t[6], t * .7)
    lx, ly = cam.at(0, 4.4, z)
    s = cam.scale(z) * .3
    c.path(f"M{lx - s:.0f} {ly + s * .6:.0f}C{lx - s * .6:.0f} {ly:.0f} {lx + s * .6:.0f} {ly:.0f} "
           f"{lx + s:.0f} {ly + s * .6:.0f}Z", p.t[6])
    c.dot(lx, ly + s * .6, s * .9, p.gold, s * .16)


def box(c, p, cam, x, z):
    cam.front(c, x, x + .95, 0, .3, z, p.t[5])
    cam.front(c, x, x + .95, .22, .3, z, p.t[2])
    cam.floor(c, x, x + .95, z, z + .62, p.paper, .3)
    s = cam.scale(z)
    for k in range(4):
        fx, fy = cam.at(x + .14 + k * .22, .34, z + .3)
        ink = [p.t[4], p.t[5], mix(p.red, p.t[3], .3), p.t[4]][(k + int(z)) % 4]
        with c.at(fx, fy, s * .0021, turn=-74 + c.rng.uniform(-8, 8)):
            c.path("M-100 0C-60 -44 30 -40 74 -6L112 -34L104 0L112 34L74 6C30 40 -60 40 -100 0Z",
                   ink)
            c.path("M-96 4C-50 30 20 30 66 4C20 14 -50 14 -96 4Z", p.t[1])
