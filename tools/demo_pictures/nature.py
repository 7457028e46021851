"""Skies, water, hills, trees and birds: the growing and flowing parts of a picture."""
import math

from block import BLEED, H, W, smooth
from inks import mix

L, R = -BLEED, W + BLEED


def ridge(rng, y, amp, steps=9, x0=L, x1=R):
    """A skyline: slow random hills between two x positions."""
    a, b = rng.uniform(0, 6.3), rng.uniform(0, 6.3)
    out = []
    for i in range(steps + 1):
        k = i / steps
        lift = math.sin(a + k * 5.1) * .6 + math.sin(b + k * 11.7) * .3
        out.append((x0 + (x1 - x0) * k, y + amp * (lift + rng.uniform(-.12, .12))))
    return out


def land(c, line, fill, base=H + BLEED):
    """Fill below a skyline, curved through its points; returns the outline for clipping."""
    top = smooth(line, False)
    d = top + f"L{line[-1][0]:.1f} {base}L{line[0][0]:.1f} {base}Z"
    c.path(d, fill)
    return d


def sky(c, p, horizon, sun=None, style=None, weight=1.0):
    """Stepped bands whose edges are feathered with gouges: a gradient a knife can make."""
    style = style or c.rng.choice(["bands", "bands", "rays"])
    c.rect(L, -BLEED, R - L, H + 2 * BLEED, p.sky[4])
    if style == "rings" and sun:
        _rings(c, p, sun, horizon)
    else:
        _bands(c, p, horizon, weight)
    if style == "rays" and sun:
        _rays(c, p, sun, horizon)


def _bands(c, p, horizon, weight):
    edges = [0.16, 0.36, 0.58, 0.80]
    for i in (3, 2, 1, 0):
        top = horizon * (1 - edges[i])
        land(c, ridge(c.rng, top, 9 * weight, 7), p.sky[i])
        span = horizon * .11
        for _ in range(34):
            x = c.rng.uniform(L, R)
            k = c.rng.random() ** 1.6
            thick = 7 * (1 - k) + 1.2
            c.gouge(x, top - k * span, c.rng.uniform(110, 330) * (1.15 - k), thick, p.sky[i])
        for _ in range(16):
            k = c.rng.random() ** 1.6
            c.gouge(c.rng.uniform(L, R), top + 6 + k * span * .7,
                    c.rng.uniform(90, 260) * (1.1 - k), 5 * (1 - k) + 1, p.sky[i + 1])


def _rings(c, p, sun, horizon):
    x, y, r = sun
    for i, k in ((3, 11.5), (2, 7.8), (1, 5), (0, 2.9)):
        rad = r * k
        c.dot(x, y, rad, p.sky[i])
        for j in range(int(26 + k * 9)):
            a = c.rng.uniform(0, math.tau)
            d = rad + c.rng.uniform(-r * .3, r * .75)
            ink = p.sky[i] if d > rad else p.sky[i + 1]
            c.gouge(x + math.cos(a) * d, y + math.sin(a) * d, c.rng.uniform(50, 150),
                    c.rng.uniform(2, 5), ink, a + math.pi / 2)


def _rays(c, p, sun, horizon):
    x, y, r = sun
    n = c.rng.randint(15, 21)
    off = c.rng.random()
    for i in range(n):
        a = math.pi * (1 + (i + off) / n)
        half = math.pi / n * c.rng.uniform(.16, .3)
        ink = mix(p.sky[1], p.sky[0], .35) if i % 2 else p.sky[0]
        far = 1900
        c.poly([(x + math.cos(a) * r * 1.6, y + math.sin(a) * r * 1.6),
                (x + math.cos(a - half) * far, y + math.sin(a - half) * far),
                (x + math.cos(a + half) * far, y + math.sin(a + half) * far)],
               mix(p.sky[2], ink, .38))


def sun_disc(c, p, sun, ink=None):
    x, y, r = sun
    c.dot(x, y, r, ink or p.gold)
    for _ in range(5):
        c.gouge(x + c.rng.uniform(-.3, .3) * r, y + c.rng.uniform(.1, .85) * r,
                r * c.rng.uniform(.7, 1.3), r * .035 + 1, p.sky[0])


def moon(c, p, x, y, r):
    c.dot(x, y, r * 1.9, mix(p.sky[3], p.sky[1], .4))
    c.dot(x, y, r * 1.45, mix(p.sky[2], p.sky[0], .4))
    c.dot(x, y, r, p.paper)
    for dx, dy, s in ((-.3, -.2, .26), (.25, .3, .18), (.2, -.4, .12), (-.2, .45, .14)):
        c.dot(x + dx * r, y + dy * r, s * r, mix(p.paper, p.t[1], .7), s * r * .8)


def stars(c, p, count, bottom):
    for _ in range(count):
        s = c.rng.choice([1.6, 2, 2.4, 3.4])
        c.dot(c.rng.uniform(0, W), c.rng.uniform(0, bottom), s, p.paper)


def cloud(c, x, y, w, lit, shade, lobes=6):
    """Flat-bottomed cumulus in two inks, with the shade cut back by slivers of the lit ink."""
    r = c.rng
    h = w * r.uniform(.2, .28)
    top = [(x - w / 2, y)]
    for i in range(lobes):
        k = (i + .5) / lobes
        top.append((x - w / 2 + w * k,
                    y - h * math.sin(math.pi * k) * r.uniform(.75, 1.25)))
    top.append((x + w / 2, y))
    d = smooth(top, False) + f"Q{x:.0f} {y + h * .14:.0f} {x - w / 2:.0f} {y:.0f}Z"
    c.path(d, lit)
    with c.clip(d):
        under = [(px + w * .05, py + h * .52) for px, py in top]
        c.path(smooth(under, False) + f"L{x + w:.0f} {y + h:.0f}L{x - w:.0f} {y + h:.0f}Z", shade)
        c.cuts((x - w * .45, y - h * .42, w * .9, h * .4), int(w / 22), lit,
               (w * .06, w * .2), (1.5, 4))


def streaks(c, ink, y0, y1, count, size=(160, 460)):
    """Long thin stratus."""
    for _ in range(count):
        x, y, w = c.rng.uniform(L, R), c.rng.uniform(y0, y1), c.rng.uniform(*size)
        for j in range(3):
            c.gouge(x + c.rng.uniform(-.3, .3) * w, y + j * c.rng.uniform(5, 9),
                    w * c.rng.uniform(.5, 1), c.rng.uniform(5, 13), ink)


def water(c, p, top, bottom=H + BLEED, glint=None, calm=1.0, ink=None):
    """Bands deepening toward us, dashed with light; strokes grow with nearness."""
    w = ink or p.w
    span = bottom - top
    c.rect(L, top, R - L, span, w[1])
    for i, k in ((2, .3), (3, .68)):
        y = top + span * k
        c.rect(L, y, R - L, bottom - y, w[i])
        for _ in range(46):
            q = c.rng.random() ** 1.4
            c.gouge(c.rng.uniform(L, R), y - q * span * .2, c.rng.uniform(70, 280) * (.5 + k),
                    (9 * (1 - q) + 1.5) * (.5 + k * .5), w[i])
    for _ in range(int(90 * calm)):
        q = c.rng.random()
        y = top + 6 + span * q ** 1.3
        ink2 = w[0] if c.rng.random() < .22 else w[1] if q > .35 else w[0]
        c.gouge(c.rng.uniform(L, R), y, (30 + 190 * q) * c.rng.uniform(.5, 1.2),
                1 + 4.5 * q * c.rng.uniform(.5, 1), ink2)
    if glint:
        _glint(c, p, top, span, *glint)


def _glint(c, p, top, span, x, ink, width):
    for i in range(54):
        q = i / 54
        y = top + 4 + span * q
        spread = width * (.35 + 1.1 * q)
        for _ in range(2):
            c.gouge(x + c.rng.gauss(0, .32) * spread, y + c.rng.uniform(-4, 4),
                    spread * c.rng.uniform(.25, .9), 1.5 + 5.5 * q, ink)


def gull(c, x, y, s, ink, tilt=0.0):
    """A bird in two strokes, body between; good from ten pixels to a hundred."""
    with c.at(x, y, s / 100, turn=tilt):
        c.path("M-100 -22C-70 -52 -34 -40 -6 -4L8 -4C30 -46 70 -60 104 -34C72 -38 44 -20 "
               "20 14C8 24 -6 22 -14 12C-36 -16 -66 -30 -100 -22Z", ink)


def flock(c, x, y, count, spread, size, ink):
    for _ in range(count):
        gull(c, x + c.rng.gauss(0, spread), y + c.rng.gauss(0, spread * .32),
             c.rng.uniform(*size), ink, c.rng.uniform(-16, 16))


def tree(c, x, y, h, dark, mid, lit, trunk=None, light=-1):
    """A crown cut as three overlapping masses, each brighter toward the light."""
    r = c.rng
    c.poly([(x - h * .03, y), (x - h * .015, y - h * .5), (x + h * .02, y - h * .5),
            (x + h * .04, y)], trunk or dark)
    cx, cy, rad = x, y - h * .62, h * .36
    for ink, k, off in ((dark, 1, 0), (mid, .74, .16), (lit, .42, .3)):
        ox, oy = cx + light * rad * off, cy - rad * off
        ring = []
        for i in range(11):
            a = i / 11 * math.tau
            d = rad * k * r.uniform(.84, 1.14)
            ring.append((ox + math.cos(a) * d * .86, oy + math.sin(a) * d))
        c.blob(ring, ink)
    for _ in range(9):
        a, d = r.uniform(0, math.tau), rad * r.uniform(.2, .8)
        c.gouge(cx + math.cos(a) * d, cy + math.sin(a) * d, h * .09, h * .012 + 1, mid,
                r.uniform(-.7, .7))


def reeds(c, x0, x1, y, h, ink, count, lean=.16):
    r = c.rng
    for _ in range(count):
        x, k = r.uniform(x0, x1), r.uniform(.45, 1)
        tip = x + h * k * r.gauss(lean, .12)
        c.path(f"M{x:.1f} {y:.1f}Q{x:.1f} {y - h * k * .6:.1f} {tip:.1f} {y - h * k:.1f}"
               f"Q{x + 3:.1f} {y - h * k * .5:.1f} {x + h * .022 + 2:.1f} {y:.1f}Z", ink)


def swell(c, y, amp, length, fill, foam, phase=0.0):
    """One rank of peaked waves, rolling toward the left, with foam cut along each back."""
    x = L - length + phase * length
    d = [f"M{x:.0f} {y:.0f}"]
    crests = []
    while x < R + length:
        a = amp * c.rng.uniform(.6, 1.2)
        step = length * c.rng.uniform(.8, 1.2)
        d.append(f"Q{x + step * .12:.0f} {y - a * 1.05:.0f} {x + step * .34:.0f} {y - a * 1.1:.0f}"
                 f"Q{x + step * .42:.0f} {y + a * .3:.0f} {x + step:.0f} {y:.0f}")
        crests.append((x + step * .3, y - a, step, a))
        x += step
    c.path("".join(d) + f"L{R + 400} {H + BLEED}L{L - 400} {H + BLEED}Z", fill)
    for cx, cy, step, a in crests:
        for i in range(6):
            c.gouge(cx - step * (.02 + .05 * i), cy + a * (.06 + .17 * i),
                    step * c.rng.uniform(.1, .3), 2 + a * .035, foam, -.5 + i * .06)
        for i in range(5):
            c.gouge(cx + step * (.2 + .09 * i), cy + a * (.75 + .05 * i),
                    step * c.rng.uniform(.15, .35), 1.5 + a * .02, foam, .12)


def rain(c, ink, count, angle=1.9, y1=H):
    for _ in range(count):
        c.gouge(c.rng.uniform(L, R), c.rng.uniform(0, y1), c.rng.uniform(40, 130), 1.6, ink,
                angle)


def wader(c, x, y, s, body, wing, ink, flip=False, feeding=False):
    """A curlew: oval, long legs, long down-curved bill; feet at (x, y)."""
    with c.at(x, y, s / 100, flip):
        c.line([(4, 0), (6, -46)], ink, 3)
        c.line([(20, 0), (16, -46)], ink, 3)
        c.path("M58 -62C40 -40 -10 -36 -32 -56C-44 -66 -40 -80 -24 -86C0 -94 40 -80 70 -66Z", body)
        c.path("M66 -64C44 -46 10 -48 -6 -64C12 -84 46 -76 66 -64Z", wing)
        if feeding:
            c.path("M-26 -84C-44 -76 -56 -60 -58 -50C-54 -46 -48 -50 -44 -54C-40 -62 -30 -64 "
                   "-22 -62Z", body)
            c.path("M-58 -54C-66 -34 -70 -16 -66 2C-60 -16 -56 -34 -50 -50Z", ink)
        else:
            c.path("M-30 -60C-44 -76 -46 -98 -44 -108C-40 -118 -26 -116 -26 -106C-28 -96 -22 -88 "
                   "-10 -82Z", body)
            c.path("M-44 -110C-62 -108 -78 -98 -86 -84C-74 -98 -58 -103 -43 -103Z", ink)
