"""Boats, each drawn in its own hundred-unit box with the waterline at y = 0."""
from inks import mix


def trawler(c, p, x, y, s, hull, stripe, house, flip=False):
    with c.at(x, y, s / 100, flip):
        c.poly([(-2, -150), (2, -150), (3, -30), (-3, -30)], p.ink)
        c.line([(0, -146), (96, -38), (0, -90), (-84, -34), (0, -146)], p.ink, 1.6)
        c.line([(0, -60), (-60, -112)], p.ink, 3.4)
        c.line([(-60, -112), (-82, -34)], p.ink, 1.2)
        c.poly([(18, -40), (20, -84), (62, -84), (66, -40)], house)
        c.poly([(46, -40), (46, -84), (62, -84), (66, -40)], mix(house, p.ink, .4))
        c.rect(14, -90, 54, 7, p.ink)
        for i in range(3):
            c.rect(23 + i * 13, -77, 9, 14, p.t[5] if not p.dark else p.gold)
        c.path("M-104 -34C-60 -28 -10 -26 30 -34C66 -40 92 -50 112 -62C108 -30 98 -6 92 6"
               "L-92 6C-100 -8 -104 -20 -104 -34Z", hull)
        c.path("M-104 -34C-60 -28 -10 -26 30 -34C66 -40 92 -50 112 -62L110 -50C92 -40 66 -30 "
               "30 -25C-10 -18 -60 -20 -104 -25Z", stripe)
        c.poly([(-96, -6), (96, -6), (92, 6), (-92, 6)], p.deepred)
        for i in range(9):
            c.gouge(-80 + i * 19, -14 + (i % 3) * 2, 15, 1.2, mix(hull, p.t[2], .5))
        c.rect(-94, -44, 30, 14, p.ink)
        c.dot(-78, -44, 13, mix(p.red, p.ink, .15), 8)


def sloop(c, p, x, y, s, hull, sail=None, flip=False, furled=True):
    with c.at(x, y, s / 100, flip):
        c.poly([(-1.6, -190), (1.6, -190), (2.4, -14), (-2.4, -14)], p.ink)
        c.line([(0, -188), (62, -18), (0, -188), (-70, -22)], p.ink, 1)
        if sail and not furled:
            c.path("M4 -178C34 -120 40 -60 36 -30L4 -30Z", sail)
            c.path("M-4 -184C-30 -130 -52 -70 -66 -30C-40 -24 -20 -24 -4 -30Z",
                   mix(sail, p.t[3], .35))
        else:
            c.path("M-2 -36C-24 -42 -48 -40 -62 -30L-60 -25C-44 -28 -20 -28 -2 -28Z",
                   sail or p.t[2])
        c.path("M-72 -16C-30 -10 30 -12 70 -24C62 -6 52 2 46 5L-56 5C-66 0 -70 -8 -72 -16Z",
               hull)
        c.path("M-72 -16C-30 -10 30 -12 70 -24L68 -18C30 -6 -30 -4 -71 -10Z", p.t[1])
        c.poly([(-26, -14), (-20, -25), (24, -26), (34, -16)], mix(hull, p.t[1], .5))


def rowboat(c, p, x, y, s, hull, flip=False):
    with c.at(x, y, s / 100, flip):
        c.path("M-60 -18C-30 -12 30 -12 62 -22C54 -4 44 4 38 6L-40 6C-50 2 -56 -8 -60 -18Z", hull)
        c.path("M-60 -18C-30 -12 30 -12 62 -22L60 -16C30 -6 -30 -6 -58 -12Z", p.t[1])


def ferry(c, p, x, y, s, hull, upper, flip=False):
    with c.at(x, y, s / 100, flip):
        c.poly([(34, -120), (60, -120), (64, -76), (30, -76)], p.red)
        c.poly([(52, -120), (60, -120), (64, -76), (54, -76)], p.deepred)
        c.rect(34, -124, 26, 9, p.ink)
        c.line([(-62, -148), (-62, -92)], p.ink, 3)
        c.line([(-62, -146), (46, -122), (110, -60)], p.ink, 1)
        c.poly([(-96, -92), (-88, -112), (-28, -112), (-22, -92)], upper)
        c.rect(-92, -106, 62, 9, p.t[5])
        c.poly([(-124, -58), (-114, -92), (108, -92), (118, -58)], upper)
        c.poly([(20, -58), (20, -92), (108, -92), (118, -58)], mix(upper, p.t[4], .35))
        for i in range(15):
            c.rect(-108 + i * 14.6, -82, 9, 11, p.gold if p.dark or c.rng.random() < .3
                   else p.t[5])
        c.rect(-130, -62, 254, 6, p.t[1])
        c.path("M-158 -58L150 -58C150 -30 144 -8 136 8L-132 8C-146 -12 -154 -36 -158 -58Z", hull)
        c.path("M-158 -58L-60 -58L-80 8L-132 8C-146 -12 -154 -36 -158 -58Z",
               mix(hull, p.t[2], .3))
        for i in range(10):
            c.dot(-104 + i * 25, -36, 4, p.t[1])
        c.poly([(-139, -4), (139, -4), (136, 8), (-132, 8)], p.deepred)


def bollard(c, p, x, y, s, ink, lit):
    with c.at(x, y, s / 100):
        c.path("M-26 0L-20 -60C-40 -66 -40 -92 -20 -96L20 -96C40 -92 40 -66 20 -60L26 0Z", ink)
        c.path("M-22 -2L-16 -60C-32 -68 -32 -88 -18 -92L-6 -92C-16 -84 -16 -70 -6 -62L-10 -2Z",
               lit)


def reflection(c, x, y, w, h, ink, count=16):
    """Broken dashes under anything standing at the water's edge."""
    for i in range(count):
        k = i / count
        c.gouge(x + c.rng.uniform(-.16, .16) * w, y + h * k, w * (1 - .5 * k) *
                c.rng.uniform(.55, 1), h / count * .75 + 1, ink)
