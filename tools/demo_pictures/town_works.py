"""Engineering in the town: railway, bus, cranes."""
from block import W
from built import house, tower_crane
from folk import figure, random_figure
from inks import mix
from nature import L, R, cloud, land, ridge, sky, streaks, sun_disc, tree
from scenes import scene
from space import Camera


@scene("railway", "overcast dusk morning winter teal night")
def railway(c, p, v):
    """A platform, a train coming in, and everyone looking the same way."""
    r = c.rng
    cam = Camera(r.uniform(640, 720), 470, 800, 1.75)
    sky(c, p, 470, (cam.vx, 400, 60), ["rays", "bands"][v % 2])
    streaks(c, p.sky[0], 60, 330, 4)
    land(c, ridge(r, 440, 26, 8), p.t[2])
    land(c, ridge(r, 466, 8, 8), p.t[3])
    c.rect(L, 474, R - L, 600, p.t[4])
    for i in range(60):
        z = 1.7 * 1.12 ** i
        if z < 40:
            cam.floor(c, -2.6, .2, z, z + .16 + z * .02, p.t[5], -.9)
    for x in (-2, -.5):
        cam.floor(c, x - .05, x + .05, 1.4, 80, p.t[1], -.85)
    train(c, p, cam)
    cam.side(c, .9, -.9, 0, 1, 70, p.t[5])
    cam.floor(c, .9, 9, .8, 70, p.t[2])
    cam.floor(c, .9, 1.15, .8, 70, p.paper)
    cam.floor(c, 1.5, 1.6, .8, 70, p.gold)
    canopy(c, p, cam)
    for x, z in ((2.6, 17), (2, 13), (3.2, 10), (2.3, 7.6), (3.6, 6)):
        gx, gy = cam.at(x, 0, z)
        s = cam.scale(z)
        c.gouge(gx + s * .5, gy, s * 1.2, s * .05, p.t[4])
        random_figure(c, p, gx, gy, s * 1.74, p.gold, "stand")


def train(c, p, cam):
    z0, z1 = 8.5, 60
    body = p.red if c.rng.random() < .6 else p.t[5]
    cam.side(c, .25, -.5, 2.7, z0, z1, mix(body, p.ink, .4))
    cam.side(c, .25, .9, 1.9, z0 + 1, z1, p.gold if p.dark else p.t[6])
    for i in range(7):
        cam.side(c, .25, -.3, 2.4, z0 + 3 + i * 6, z0 + 3.4 + i * 6, mix(body, p.ink, .6))
    corners = [(-2.75, -.5), (-2.75, 2.1), (-2.3, 2.75), (-.2, 2.75), (.25, 2.1), (.25, -.5)]
    c.poly([cam.at(x, y, z0) for x, y in corners], body)
    cam.front(c, -2.5, -1.4, 1, 2.1, z0, p.t[6])
    cam.front(c, -1.1, 0, 1, 2.1, z0, p.t[6])
    cam.front(c, -2.5, -2.0, 1, 2.1, z0, p.t[3])
    cam.front(c, -2.75, .25, .35, .62, z0, p.paper)
    cam.front(c, -2.6, .1, -.9, -.5, z0, p.t[6])
    for x in (-2.3, -.2):
        sx, sy = cam.at(x, .02, z0)
        c.dot(sx, sy, 19, mix(p.gold, body, .4))
        c.dot(sx, sy, 12, p.paper)


def canopy(c, p, cam):
    c.poly(cam.quad((1.4, 4, .9), (9, 4.8, .9), (9, 4.8, 40), (1.4, 4, 40)), p.t[5])
    for i in range(34):
        z = 1.6 + i * .62
        c.poly(cam.quad((1.4, 4, z), (1.4, 4, z + .4), (1.4, 3.6, z + .2)), p.t[1])
    for z in (20, 13, 8.6, 5.6):
        x, y = cam.at(4.4, 0, z)
        s = cam.scale(z)
        c.rect(x - s * .07, y - s * 4.2, s * .14, s * 4.2, p.t[6])
        c.line([(x - s * 1.5, y - s * 4.1), (x - s * .5, y - s * 3.7), (x, y - s * 2.8)], p.t[6],
               s * .08, True)
    x, y = cam.at(2.7, 3.4, 7)
    c.rect(x - 4, y - 70, 8, 60, p.t[6])
    c.dot(x, y + 26, 50, p.t[6])
    c.dot(x, y + 26, 41, p.paper)
    c.line([(x, y + 26), (x + 2, y - 4)], p.t[6], 5)
    c.line([(x, y + 26), (x + 20, y + 36)], p.t[6], 5)


@scene("bus", "dawn night dusk day overcast autumn")
def bus(c, p, v):
    r = c.rng
    sky(c, p, 620, (r.uniform(300, 1100), 230, 70), ["bands", "rings", "rays"][v % 3])
    for i in range(3):
        cloud(c, r.uniform(0, W), r.uniform(120, 240), r.uniform(240, 420), p.sky[0], p.sky[2])
    for i in range(9):
        w = 176
        house(c, p, L + i * w, 650, w, r.uniform(190, 260), (p.t[2 + i % 2], p.t[4], p.t[1],
                                                              p.t[4]), .3, i % 3 == 0)
    for i in range(4):
        tree(c, r.uniform(L, R), 690, r.uniform(240, 330), p.t[5], p.t[4], p.t[3])
    c.rect(L, 684, R - L, 60, p.t[2])
    c.rect(L, 744, R - L, 300, p.t[5])
    c.cuts((L, 800, R - L, 150), 50, p.t[4], (90, 280), (2, 6))
    x = r.uniform(520, 640)
    c.gouge(x + 60, 838, 900, 26, p.t[6])
    double_decker(c, p, x, 830, 1.0)
    for i in range(3):
        c.rect(60 + i * 560, 900, 240, 14, p.t[1])
    stop = 190
    c.rect(stop, 470, 12, 300, p.t[6])
    c.rect(stop - 46, 400, 104, 84, p.red)
    c.rect(stop - 34, 414, 80, 8, p.paper)
    for k in range(3):
        c.rect(stop - 34, 436 + k * 14, 56 - k * 10, 5, p.paper)
    for k in range((3, 1, 2)[v % 3]):
        random_figure(c, p, 60 + k * 92, 792 + k * 6, r.uniform(216, 244), p.t[1], "stand")


def double_decker(c, p, x, y, s):
    body, dark = p.red, p.deepred
    with c.at(x, y, s):
        c.path("M-300 -40L-300 -400C-300 -424 -284 -436 -262 -436L270 -436C312 -436 330 -410 334 "
               "-370L346 -40Z", body)
        c.path("M-300 -40L-300 -150L344 -150L346 -40Z", dark)
        c.poly([(-300, -226), (340, -226), (341, -210), (-300, -210)], p.paper)
        glass = p.gold if p.dark or p.name == "dusk" else p.t[5]
        for row, top in enumerate((-400, -196)):
            for i in range(6):
                if row and i == 5:
                    continue
                wx = -282 + i * 98
                c.rect(wx, top, 86, 108 if not row else 96, glass)
                c.poly([(wx, top), (wx + 50, top), (wx, top + 80)], mix(glass, p.paper, .3))
                if c.rng.random() < .6:
                    c.dot(wx + 44, top + 62, 14, p.t[6], 18)
                    c.path(f"M{wx + 14} {top + 108 - 12 * row}C{wx + 18} {top + 74} {wx + 70} "
                           f"{top + 74} {wx + 76} {top + 108 - 12 * row}Z", p.t[6])
        c.path("M306 -400L322 -400L332 -292L306 -292Z", glass)
        c.rect(214, -196, 96, 156, p.t[6])
        c.rect(222, -188, 36, 140, glass)
        c.rect(266, -188, 36, 140, glass)
        c.rect(322, -120, 22, 22, p.gold)
        for wx in (-190, 190 - 60):
            c.dot(wx, -34, 58, p.ink)
            c.dot(wx, -34, 30, p.t[2])
            c.dot(wx, -34, 13, p.t[5])


@scene("construction-crane", "dusk day morning overcast rose")
def construction_crane(c, p, v):
    r = c.rng
    sun = (r.uniform(300, 560), r.uniform(300, 420), 110)
    sky(c, p, 760, sun, ["rings", "rays", "bands"][v % 3])
    sun_disc(c, p, sun)
    for i in range(3):
        cloud(c, r.uniform(0, W), r.uniform(140, 420), r.uniform(240, 440), p.sky[0], p.sky[2])
    for i in range(14):
        house(c, p, L + i * 110, 800, 110, r.uniform(80, 120), (p.t[3], p.t[4], p.t[2], p.t[4]),
              .3)
    tower_crane(c, r.uniform(330, 420), 860, 560, p.t[4], p.t[2], .7)
    frame(c, p, 760, 880, 6 if v % 2 else 4, r)
    tower_crane(c, 690, 900, r.uniform(760, 800), p.t[6], p.red, .72, .32)
    hx = r.uniform(900, 1080)
    c.line([(hx, 130), (hx, 330)], p.t[6], 3)
    c.line([(hx - 60, 366), (hx, 330), (hx + 60, 366)], p.t[6], 3)
    if v % 2:
        c.rect(hx - 74, 366, 148, 18, p.red)
    else:
        blade(c, p, hx, 372)
    land(c, ridge(r, 890, 12, 7), p.t[6])
    c.cuts((L, 906, R - L, 50), 24, p.t[4], (60, 200), (2, 5))
    for k in range(4):
        figure(c, p, 180 + k * 110 + r.uniform(-30, 30), 900, 120, p.t[5], p.gold,
               r.choice(["stand", "walk"]), k % 2 == 0, "cap")


def blade(c, p, x, y):
    """A turbine blade on its way to sea, the longest thing in the sky."""
    with c.at(x, y, 1, turn=-4):
        c.path("M-380 18C-200 -22 60 -30 330 -24L346 -24L346 10L330 12C100 34 -160 40 -380 18Z",
               p.paper)
        c.path("M-380 18C-160 16 100 12 346 0L346 10L330 12C100 34 -160 40 -380 18Z", p.t[2])
        c.rect(330, -28, 20, 44, p.t[5])
        for dx in (-60, 52):
            c.rect(dx, -30, 12, 66, p.red)


def frame(c, p, x, y, floors, r):
    """An unfinished block: lit slabs, dark voids, brick climbing after the steel."""
    w, step = 560, 92
    for f in range(floors):
        top = y - (f + 1) * step
        c.rect(x, top, w, step, p.t[5] if f < floors - 1 else mix(p.t[5], p.sky[2], .2))
        for k in range(6):
            cx = x + k * 94
            done = f < floors - 3 or (f == floors - 3 and k < 3)
            if done:
                c.rect(cx + 14, top + 14, 78, step - 14, mix(p.t[3], p.red, .4))
                c.rect(cx + 34, top + 30, 38, 48, p.gold if r.random() < .25 else p.t[6])
                c.cuts((cx + 16, top + 20, 60, 60), 6, p.t[2], (14, 26), (1, 2))
            elif f >= floors - 2:
                c.rect(cx + 14, top + 14, 80, step - 14, mix(p.sky[1], p.t[3], .3))
        for k in range(7):
            c.rect(x + k * 94 - 2, top, 14, step, p.t[4])
            c.rect(x + k * 94 - 2, top, 4, step, p.t[1])
        c.rect(x - 14, top, w + 40, 14, p.t[2])
    for k in range(6):
        c.rect(x + 10 + k * 94, y - floors * step - 50, 6, 50, p.t[6])
