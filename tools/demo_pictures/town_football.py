"""The Quayside Ground: under lights, in play, and under water."""
import math

from boats import reflection
from folk import figure
from inks import mix
from nature import L, R, gull, land, sky, water
from scenes import scene
from space import Camera


@scene("football-ground", "night dusk day overcast autumn spring")
def football_ground(c, p, v):
    hz = 420
    floodlit(c, p, v, hz)
    if v % 4 == 0:
        flooded(c, p, hz)
    else:
        match(c, p, hz)


def floodlit(c, p, v, hz):
    """The stand and its pylons, whatever is happening on the grass."""
    r = c.rng
    sky(c, p, hz, (r.uniform(500, 900), 250, 70), ["bands", "rays", "rings"][v % 3])
    stand(c, p, hz, v % 4 != 0)
    beam = mix(p.t[5], p.gold, .22)
    for x in (150, 1290) if p.dark or p.name == "dusk" else ():
        s = 1 if x < 700 else -1
        c.poly([(x - s * 30, 110), (x + s * 70, 110), (x + s * 330, hz + 24),
                (x + s * 120, hz + 24)], beam)
    for x in (150, 1290):
        c.poly([(x - 12, hz), (x - 5, 110), (x + 5, 110), (x + 12, hz)], p.t[6])
        c.poly([(x - 90, 116), (x - 80, 40), (x + 80, 40), (x + 90, 116)], p.t[6])
        for k in range(8):
            c.dot(x - 58 + (k % 4) * 39, 62 + (k // 4) * 32, 13, p.gold)


def match(c, p, hz):
    r = c.rng
    green = mix(p.t[3], "#4f8a52", .55)
    c.rect(L, hz + 20, R - L, 600, green)
    cam = Camera(720, 330, 760, 3)
    for i in range(-12, 13, 2):
        cam.floor(c, i * 2.2, i * 2.2 + 2.2, 3, 17, mix(green, p.t[1], .16))
    cam.floor(c, -40, 40, 16.4, 16.7, p.paper)
    arc = [cam.at(math.cos(a / 20 * math.tau) * 4.2, 0, 9 + math.sin(a / 20 * math.tau) * 4)
           for a in range(21)]
    c.line(arc, p.paper, 5, True)
    cam.floor(c, -.06, .06, 3, 16.4, p.paper)
    goal(c, p, cam)
    for k in range(9):
        x, z = r.uniform(-7.5, 5.5), r.uniform(6.2, 14)
        player(c, p, *cam.at(x, 0, z), cam.scale(z) * 1.8, p.red if k % 2 else p.t[1])
    px, py = cam.at(r.uniform(-1.6, -.6), 0, 4.9)
    player(c, p, px, py, 340, p.red)
    c.dot(px + 128, py - 30, 24, mix(p.paper, p.t[4], .5))
    c.dot(px + 124, py - 35, 19, p.paper)


def flooded(c, p, hz):
    """The pitch at high water: floodlights standing on their heads, one goal, one gull."""
    r = c.rng
    water(c, p, hz + 20, calm=1.4)
    for x in (150, 1290):
        reflection(c, x, hz + 40, 200, 420, mix(p.gold, p.w[1], .15), 34)
        c.cuts((x - 120, hz + 50, 240, 400), 30, p.gold, (60, 200), (2, 5))
    for half, depth, y, t in ((210, 190, 700, 11), (90, 76, 470, 6)):
        x = 720
        c.line([(x - half, y), (x - half, y - depth), (x + half, y - depth), (x + half, y)],
               p.paper, t)
        for k in range(13):
            c.line([(x - half + k * half / 6, y), (x - half * .86 + k * half / 7, y - depth)],
                   p.t[2], 1.6)
        for k in range(5):
            c.line([(x - half, y - depth * k / 5), (x + half, y - depth * k / 5)], p.t[2], 1.6)
        reflection(c, x, y + 8, half * 2.1, depth * .6, p.t[1], 10)
    for x in (300, 1140):
        c.rect(x, 640, 7, 120, p.paper)
        c.poly([(x + 7, 640), (x + 60, 656), (x + 7, 676)], p.red)
    c.dot(r.uniform(880, 980), 800, 26, p.paper)
    gull(c, 470, 600, 60, p.paper, -6)
    land(c, [(L, 930), (500, 936), (R, 926)], p.t[6])
    figure(c, p, 250, 950, 300, p.t[6], p.gold, "stand", False, "cap", scarf=p.red)


def stand(c, p, hz, full=True):
    c.poly([(L, hz + 24), (L, 210), (R, 210), (R, hz + 24)], p.t[5])
    for row in range(9):
        y = 256 + row * 18
        for k in range(92):
            if not full:
                c.rect(L + k * 16.6, y, 11, 10, p.deepred if row % 3 else p.t[4])
                continue
            c.dot(L + k * 16.6 + (row % 2) * 8, y + c.rng.uniform(-3, 3), 6.2,
                  c.rng.choice([p.t[4], p.t[3], p.t[2], p.red, p.t[4], p.gold if row % 4 == 0
                                else p.t[3]]), 7.5)
    c.poly([(L, 160), (R, 160), (R, 236), (L, 236)], p.t[6])
    c.rect(L, 226, R - L, 12, p.red)
    for k in range(11):
        c.rect(L + k * 150, 230, 9, 200, p.t[6])
    c.rect(L, hz - 6, R - L, 30, p.t[1])
    for k in range(12):
        c.rect(L + k * 128, hz - 2, 92, 22, [p.red, p.t[4], p.gold, p.t[5]][k % 4])


def goal(c, p, cam):
    a = cam.quad((8, 0, 10), (8, 2.6, 10), (8, 2.6, 14.5), (8, 0, 14.5))
    b = cam.quad((10, 0, 10), (10, 0, 14.5))
    for k in range(9):
        t = k / 8
        x = (a[1][0] + (a[2][0] - a[1][0]) * t, a[1][1] + (a[2][1] - a[1][1]) * t)
        y = (b[0][0] + (b[1][0] - b[0][0]) * t, b[0][1] + (b[1][1] - b[0][1]) * t)
        c.line([x, y], p.t[1], 1.6)
    c.line(a, p.paper, 8)


def player(c, p, x, y, h, shirt):
    """Mid-stride, standing leg planted; the light comes from the pylon behind."""
    dark = p.t[6]
    with c.at(x, y, h / 100, c.rng.random() < .5):
        c.dot(6, 1, 30, mix(p.t[5], "#2f5a3b", .5), 3)
        c.path("M-2 -46C-10 -40 -18 -32 -22 -26L-38 -17L-34 -11L-16 -20C-8 -28 2 -36 8 -44Z", dark)
        c.path("M-38 -17L-34 -11L-40 -4L-46 -6L-44 -13Z", shirt)
        c.path("M2 -46C10 -40 16 -32 16 -24L12 -4L6 -3L8 -22C4 -30 -2 -36 -4 -42Z", dark)
        c.path("M16 -22L12 -3L22 -2L22 1L5 1L8 -20Z", shirt)
        c.path("M12 -3L22 -2L22 1L5 1L6 -3Z", p.ink)
        c.path("M-10 -54L13 -54L17 -36L4 -33L1 -40L-10 -33L-15 -40Z", p.paper
               if shirt == p.red else dark)
        c.path("M-9 -52C-11 -66 -12 -76 -6 -81C0 -84 10 -84 15 -80C18 -72 16 -60 13 -52Z", shirt)
        c.path("M8 -83C12 -83 14 -81 15 -80C18 -72 16 -60 13 -52L6 -52C10 -62 12 -74 8 -83Z",
               mix(shirt, p.ink, .4))
        c.path("M-7 -80C-16 -76 -24 -68 -30 -60L-38 -64L-40 -60L-29 -53C-20 -58 -12 -64 -6 -70Z",
               dark)
        c.path("M-7 -80C-14 -77 -19 -73 -24 -68L-18 -61C-13 -64 -10 -67 -6 -70Z", shirt)
        c.path("M14 -80C22 -74 27 -66 28 -58L22 -48L18 -50L21 -58C20 -64 16 -68 12 -72Z", dark)
        c.path("M14 -80C20 -76 24 -71 26 -66L19 -62C17 -66 15 -69 12 -72Z", mix(shirt, p.ink, .4))
        c.path("M1 -82L2 -88L9 -88L9 -82Z", dark)
        c.dot(4, -93, 6.4, dark, 7.6)
        c.path("M-2 -94C-2 -100 2 -101 4 -100.6C0 -98 -1 -92 0 -88C-2 -90 -2 -92 -2 -94Z", p.gold)
