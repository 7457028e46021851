"""Numbers as landscape: two charts and a map, without a word on them."""
import math

from block import BLEED, H, W, pts, smooth
from boats import sloop
from folk import figure
from inks import mix
from nature import L, R, sky, sun_disc
from scenes import scene


def grid(c, p, ink):
    for k in range(9):
        c.gouge(720, 130 + k * 90, 1560, 2.2, ink)
    for k in range(12):
        c.gouge(110 + k * 114, 470, 1080, 1.8, ink, math.pi / 2)


def series(c, rise, count):
    """Heights with believable wobble that end clearly where they should."""
    out, v = [], 0
    for i in range(count):
        k = i / (count - 1)
        v = v * .3 + c.rng.uniform(-1, 1) * .13
        edge = 1 - abs(2 * k - 1) ** 3
        out.append((k ** 1.25 if rise else 1 - k ** 1.15) * .8 + .12 + v * edge)
    return [max(.07, min(1, y)) for y in out]


def line_over(c, p, points, ink, width):
    c.line([(x + 9, y + 12) for x, y in points], mix(p.t[4], p.t[5], .5), width)
    c.line(points, ink, width)
    for x, y in points[1::2]:
        c.dot(x, y, width * 1.05, p.paper)
        c.dot(x, y, width * .6, ink)


@scene("chart-rising", "day dawn teal lamp spring", mirror=False)
def chart_rising(c, p, v):
    """A bar chart built as a waterfront: the columns are buildings, the line is a gull's path."""
    r = c.rng
    sky(c, p, 860, (r.uniform(240, 520), 330, 100), ["rings", "rays"][v % 2])
    sun_disc(c, p, (r.uniform(250, 420), 330, 96))
    grid(c, p, mix(p.sky[2], p.paper, .5))
    n = 8 + v % 3
    vals = series(c, True, n)
    tops = []
    for i, k in enumerate(vals):
        w = 1240 / n
        x, h = 110 + i * w, 640 * k
        tower(c, p, x, 850, w * .72, h, i == n - 1)
        tops.append((x + w * .36, 850 - h - 50))
    line_over(c, p, tops, p.red, 13)
    arrow(c, tops[-2], tops[-1], p.red)
    c.rect(L, 848, R - L, 200, p.t[6])
    c.cuts((L, 866, R - L, 80), 30, p.t[4], (80, 260), (2, 5))
    figure(c, p, 60 + r.uniform(0, 20), 850, 120, p.t[6], p.gold, "walk", True, "brim")


def tower(c, p, x, y, w, h, hot):
    face = p.red if hot else p.t[4]
    c.rect(x, y - h, w, h, face)
    c.rect(x, y - h, w * .3, h, mix(face, p.gold, .55) if hot else p.t[3])
    c.rect(x + w * .86, y - h, w * .14, h, mix(face, p.ink, .4))
    c.rect(x - 5, y - h - 8, w + 10, 14, p.t[6])
    for row in range(int(h // 46)):
        for col in range(3):
            lit = c.rng.random() < .35
            c.rect(x + w * (.12 + col * .26), y - h + 22 + row * 46, w * .14, 22,
                   p.gold if lit else mix(face, p.ink, .45))


def arrow(c, a, b, ink):
    ang = math.atan2(b[1] - a[1], b[0] - a[0])
    for turn in (0,):
        tip = (b[0] + math.cos(ang) * 62, b[1] + math.sin(ang) * 62)
        left = (b[0] + math.cos(ang + 2.2) * 44, b[1] + math.sin(ang + 2.2) * 44)
        right = (b[0] + math.cos(ang - 2.2) * 44, b[1] + math.sin(ang - 2.2) * 44)
        c.poly([tip, left, b, right], ink)


@scene("chart-falling", "overcast dusk winter storm rose", mirror=False)
def chart_falling(c, p, v):
    """An area chart as a hillside running down into the sea."""
    r = c.rng
    sky(c, p, 820, (r.uniform(1000, 1200), 260, 90), ["bands", "rings"][v % 2])
    sun_disc(c, p, (r.uniform(1020, 1180), 250, 84))
    grid(c, p, mix(p.sky[1], p.paper, .55))
    vals = series(c, False, 9)
    step = (R - L) / 8
    for layer, (k, ink) in enumerate(((1, p.t[2]), (.8, p.t[3]), (.58, p.t[4]), (.36, p.t[5]))):
        line = [(L + i * step, 880 - 700 * y * k + r.uniform(-12, 12)) for i, y in
                enumerate(vals)]
        d = pts([*line, (R, H + BLEED), (L, H + BLEED)])
        c.path(d, ink)
        with c.clip(d):
            for _ in range(46):
                i = r.randint(0, 7)
                k2 = r.random()
                x = L + (i + k2) * step
                y = line[i][1] + (line[i + 1][1] - line[i][1]) * k2 + r.uniform(8, 120)
                c.gouge(x, y, r.uniform(60, 170), r.uniform(2, 5),
                        mix(ink, [p.t[1], p.t[2], p.t[3], p.t[4]][layer], .5),
                        math.atan2(line[i + 1][1] - line[i][1], step))
    tops = [(60 + i * 165, 830 - 700 * y) for i, y in enumerate(vals)]
    line_over(c, p, tops, p.red, 13)
    arrow(c, tops[-2], tops[-1], p.red)
    c.rect(L, 866, R - L, 200, p.w[3])
    for _ in range(60):
        c.gouge(r.uniform(L, R), r.uniform(876, 950), r.uniform(60, 220), 4, p.w[1])
    sloop(c, p, 1330, 906, 60, p.t[6], p.paper, True, False)
    figure(c, p, tops[1][0] - 90, tops[1][1] + 10, 96, p.t[6], p.gold, "walk", True, "brim")


@scene("map-flood", "storm teal day winter overcast")
def map_flood(c, p, v):
    """The town from above, the river out of its bed, contour by contour."""
    r = c.rng
    c.rect(L, -BLEED, R - L, H + 80, p.t[1])
    a = r.uniform(-60, 60)
    river = [(-60, 250 + a), (200, 330 + a), (430, 300), (640, 420), (860, 560 - a * .4),
             (1080, 560), (1260, 690), (1520, 760)]
    for k in range(12):
        c.gouge(r.uniform(0, W), r.uniform(0, H), 200, 2, p.t[2], r.uniform(-.4, .2))
    blocks(c, p, river)
    for width, ink in ((330, mix(p.w[0], p.w[1], .5)), (240, p.w[1]), (160, p.w[2]), (86, p.w[3])):
        ribbon(c, river, width, ink)
    drowned(c, p, river)
    for k in (0, 1):
        c.line([(560 + k * 410, 180 + k * 120), (640 + k * 330, 430 + k * 120),
                (600 + k * 420, 760)], p.paper, 20)
        c.line([(560 + k * 410, 180 + k * 120), (640 + k * 330, 430 + k * 120),
                (600 + k * 420, 760)], p.t[5], 4)
    for _ in range(70):
        i = r.randint(0, 6)
        k = r.random()
        x = river[i][0] + (river[i + 1][0] - river[i][0]) * k
        y = river[i][1] + (river[i + 1][1] - river[i][1]) * k
        c.gouge(x, y + r.uniform(-80, 80), r.uniform(50, 150), 4, p.w[0], .32)
    compass(c, p, 1270, 170)
    for x, y in ((430, 470), (850, 340), (1110, 800)):
        pin(c, p, x + r.uniform(-40, 40), y + r.uniform(-30, 30))


def ribbon(c, river, width, ink):
    top = [(x, y - width * c.rng.uniform(.42, .62)) for x, y in river]
    low = [(x, y + width * c.rng.uniform(.42, .62)) for x, y in river]
    c.path(smooth(top + low[::-1]), ink)


def blocks(c, p, river):
    """City blocks as roofs seen from the air: one lit slope, one dark."""
    r = c.rng
    with c.at(720, 480, 1, turn=-11):
        for gx in range(-10, 10):
            for gy in range(-8, 9):
                if r.random() < .13:
                    c.dot(gx * 92 + 40, gy * 76 + 32, 26, p.t[3])
                    c.dot(gx * 92 + 34, gy * 76 + 26, 16, p.t[2])
                    continue
                x, y, w, h = gx * 92, gy * 76, r.uniform(58, 78), r.uniform(46, 60)
                c.rect(x + 5, y + 7, w, h, p.t[3])
                roof = r.choice([p.t[4], mix(p.t[3], p.red, .45), p.t[3], p.t[4]])
                c.rect(x, y, w, h, roof)
                c.rect(x, y, w, h / 2, mix(roof, p.t[1], .35))
                c.rect(x + w * .7, y + h * .2, 9, 9, p.t[5])


def drowned(c, p, river):
    for _ in range(34):
        i, k = c.rng.randint(0, 6), c.rng.random()
        x = river[i][0] + (river[i + 1][0] - river[i][0]) * k
        y = river[i][1] + (river[i + 1][1] - river[i][1]) * k
        y += c.rng.choice([-1, 1]) * c.rng.uniform(70, 140)
        with c.at(x, y, 1, turn=-11):
            c.rect(-30, -14, 60, 15, mix(p.w[1], p.t[4], .6))
            c.rect(-30, 0, 60, 14, mix(p.w[2], p.t[5], .6))


def compass(c, p, x, y):
    c.dot(x, y, 96, p.paper)
    c.dot(x, y, 84, p.t[5])
    for k in range(4):
        with c.at(x, y, 1, turn=k * 90):
            c.poly([(0, -76), (15, -15), (0, 0)], p.red if k == 0 else p.paper)
            c.poly([(0, -76), (-15, -15), (0, 0)], p.deepred if k == 0 else p.t[2])


def pin(c, p, x, y):
    c.gouge(x + 22, y + 2, 80, 9, p.t[5], -.3)
    c.path(f"M{x:.0f} {y:.0f}C{x - 14:.0f} {y - 40:.0f} {x - 42:.0f} {y - 56:.0f} {x - 42:.0f} "
           f"{y - 88:.0f}C{x - 42:.0f} {y - 144:.0f} {x + 42:.0f} {y - 144:.0f} {x + 42:.0f} "
           f"{y - 88:.0f}C{x + 42:.0f} {y - 56:.0f} {x + 14:.0f} {y - 40:.0f} {x:.0f} {y:.0f}Z",
           p.red)
    c.dot(x, y - 88, 18, p.paper)
