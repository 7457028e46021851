"""Things people build: houses, windows, sheds, lamps, lighthouses, cranes."""
from inks import mix


def window(c, x, y, w, h, glass, bars, cols=2, rows=2):
    c.rect(x, y, w, h, glass)
    t = max(1.6, w * .07)
    for i in range(1, cols):
        c.rect(x + w * i / cols - t / 2, y, t, h, bars)
    for i in range(1, rows):
        c.rect(x, y + h * i / rows - t / 2, w, t, bars)


def chimney(c, x, y, w, h, ink, pots, lit=None):
    c.rect(x, y - h, w, h + w * .6, ink)
    if lit:
        c.rect(x, y - h, w * .3, h + w * .4, lit)
    c.rect(x - w * .1, y - h - w * .16, w * 1.2, w * .18, ink)
    for i in range(2):
        c.rect(x + w * (.12 + .48 * i), y - h - w * .5, w * .26, w * .36, pots)


def house(c, p, x, y, w, h, inks, glow=.4, gable=False, door=True):
    """One front: inks is (wall, roof, trim, glass). The bottom left corner is (x, y)."""
    wall, roof, trim, glass = inks
    eave, rise = y - h, h * .34
    chimney(c, x + w * .74, eave - rise * .62, w * .15, h * .2, mix(wall, p.ink, .45), p.red
            if c.rng.random() < .5 else p.t[3])
    if gable:
        c.poly([(x, eave + 2), (x + w / 2, eave - rise * 1.25), (x + w, eave + 2)], wall)
        c.line([(x - w * .04, eave + 6), (x + w / 2, eave - rise * 1.3),
                (x + w * 1.04, eave + 6)], roof, w * .06)
    else:
        c.poly([(x - w * .02, eave), (x + w * .03, eave - rise), (x + w * .97, eave - rise),
                (x + w * 1.02, eave)], roof)
        for i in range(3):
            c.cuts((x + w * .1, eave - rise * (.25 + i * .27), w * .8, 2), 5,
                   mix(roof, wall, .55), (w * .08, w * .22), (1, 2.2), 0, .01)
    c.rect(x, eave, w, h + 2, wall)
    c.rect(x + w * .93, eave, w * .07, h + 2, mix(wall, p.ink, .28))
    _openings(c, p, x, y, w, h, trim, glass, glow, door)


def _openings(c, p, x, y, w, h, trim, glass, glow, door):
    ww, wh = w * .22, h * .24
    for row, top in enumerate((.16, .58)):
        for col, left in enumerate((.14, .60)):
            if row and col and door:
                c.rect(x + w * .6, y - h * .44, w * .24, h * .44, trim)
                c.rect(x + w * .63, y - h * .38, w * .18, h * .38, c.rng.choice(
                    [p.red, p.deepred, p.t[5], p.t[4]]))
                continue
            lit = c.rng.random() < glow
            wx, wy = x + w * left, y - h + h * top
            c.rect(wx - w * .02, wy - w * .02, ww + w * .04, wh + w * .04, trim)
            window(c, wx, wy, ww, wh, p.gold if lit else glass, mix(trim, p.ink, .3) if lit
                   else trim)
            if not lit:
                c.poly([(wx, wy), (wx + ww * .7, wy), (wx, wy + wh * .8)],
                       mix(glass, p.t[1], .25))


def shed(c, p, x, y, w, h, wall, roof, glass=None, bays=5):
    """A quayside warehouse: a run of gables with tall arched openings."""
    bw = w / bays
    for i in range(bays):
        bx = x + i * bw
        c.poly([(bx, y), (bx, y - h), (bx + bw / 2, y - h * 1.32), (bx + bw, y - h),
                (bx + bw, y)], wall)
        c.poly([(bx + bw / 2, y - h * 1.32), (bx + bw, y - h), (bx + bw, y),
                (bx + bw * .86, y), (bx + bw * .86, y - h * 1.02)], mix(wall, roof, .55))
        c.line([(bx, y - h), (bx + bw / 2, y - h * 1.33), (bx + bw, y - h)], roof, bw * .07)
        if glass:
            for j in range(2):
                top = y - h * (.9 - j * .48)
                c.rect(bx + bw * .2, top, bw * .17, h * .28, glass)
                c.rect(bx + bw * .55, top, bw * .17, h * .28, glass)


def lamp(c, p, x, y, h, ink, lit=True):
    t = h * .016 + 1
    c.poly([(x - t * 1.6, y), (x - t * .7, y - h * .8), (x + t * .7, y - h * .8),
            (x + t * 1.6, y)], ink)
    c.rect(x - t * 3, y - h * .06, t * 6, h * .06, ink)
    c.rect(x - h * .05, y - h * .74, h * .1, t * 1.2, ink)
    glass = [(x - h * .03, y - h * .8), (x - h * .05, y - h * .93), (x + h * .05, y - h * .93),
             (x + h * .03, y - h * .8)]
    c.poly(glass, p.gold if lit else p.t[2])
    c.poly([(x - h * .06, y - h * .93), (x, y - h), (x + h * .06, y - h * .93)], ink)


def lighthouse(c, p, x, y, h, lit, shade, band, beam=None):
    w0, w1 = h * .115, h * .07
    top = y - h * .82

    def half(k):
        return w0 + (w1 - w0) * k
    c.poly([(x - w0, y), (x - w1, top), (x + w1, top), (x + w0, y)], lit)
    for k0, k1 in ((.16, .38), (.62, .84)):
        c.poly([(x - half(k0), y - h * .82 * k0), (x - half(k1), y - h * .82 * k1),
                (x + half(k1), y - h * .82 * k1), (x + half(k0), y - h * .82 * k0)], band)
    c.poly([(x + w0 * .12, y), (x + w1 * .12, top), (x + w1, top), (x + w0, y)],
           mix(lit, shade, .45) if lit != shade else shade)
    for k0, k1 in ((.16, .38), (.62, .84)):
        c.poly([(x + half(k0) * .12, y - h * .82 * k0), (x + half(k1) * .12, y - h * .82 * k1),
                (x + half(k1), y - h * .82 * k1), (x + half(k0), y - h * .82 * k0)],
               mix(band, shade, .6))
    c.rect(x - w1 * 1.5, top - h * .02, w1 * 3, h * .03, shade)
    c.rect(x - w1 * .7, top - h * .11, w1 * 1.4, h * .09, beam or p.gold)
    c.rect(x - w1 * .08, top - h * .11, w1 * .16, h * .09, shade)
    c.poly([(x - w1, top - h * .11), (x, top - h * .18), (x + w1, top - h * .11)], band)
    for k in (.5, .28):
        c.rect(x - h * .012, y - h * .82 * k, h * .024, h * .05, shade)


def lattice(c, x0, y0, x1, y1, w, ink, width, bays):
    """A braced girder between two points: crane masts, jibs, gantries."""
    dx, dy = x1 - x0, y1 - y0
    size = (dx * dx + dy * dy) ** .5
    nx, ny = -dy / size * w / 2, dx / size * w / 2
    c.line([(x0 + nx, y0 + ny), (x1 + nx, y1 + ny)], ink, width)
    c.line([(x0 - nx, y0 - ny), (x1 - nx, y1 - ny)], ink, width)
    zig = []
    for i in range(bays + 1):
        s = 1 if i % 2 else -1
        zig.append((x0 + dx * i / bays + nx * s, y0 + dy * i / bays + ny * s))
    c.line(zig, ink, width * .7)


def tower_crane(c, x, y, h, ink, cab, reach=.9, tail=.3):
    lattice(c, x, y, x, y - h, h * .055, ink, h * .009 + 1, 16)
    top = y - h
    lattice(c, x - h * tail, top, x + h * reach, top, h * .04, ink, h * .008 + 1, 26)
    c.line([(x - h * tail, top), (x, top - h * .16), (x + h * reach * .72, top)], ink,
           h * .007 + 1)
    c.poly([(x - h * .02, top), (x, top - h * .17), (x + h * .02, top)], ink)
    c.rect(x - h * tail, top, h * .1, h * .09, ink)
    c.rect(x + h * .012, top + h * .015, h * .055, h * .06, cab)


def harbour_crane(c, x, y, h, ink, cab):
    """A slewing quay crane on a portal."""
    c.poly([(x - h * .16, y), (x - h * .1, y - h * .3), (x + h * .1, y - h * .3),
            (x + h * .16, y), (x + h * .12, y), (x + h * .07, y - h * .26),
            (x - h * .07, y - h * .26), (x - h * .12, y)], ink)
    c.rect(x - h * .09, y - h * .46, h * .18, h * .17, cab)
    c.rect(x - h * .16, y - h * .42, h * .08, h * .13, ink)
    lattice(c, x + h * .05, y - h * .42, x + h * .6, y - h, h * .05, ink, h * .012 + 1, 11)
    c.line([(x - h * .08, y - h * .46), (x, y - h * .74), (x + h * .56, y - h * .97)], ink,
           h * .01 + 1)
    c.line([(x + h * .6, y - h), (x + h * .6, y - h * .3)], ink, h * .006 + 1)
    c.rect(x + h * .57, y - h * .32, h * .06, h * .05, ink)
