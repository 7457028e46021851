"""People as silhouettes with a plane of light. Feet at (0, 0), a hundred units tall."""
from inks import mix

_LEGS = {
    "stand": "M-9 0L-8 -44L-1 -44L-1 -2L-1 0ZM2 0L1 -44L9 -44L9 0Z",
    "walk": "M-18 0L-14 -3L-4 -44L6 -44L-8 -2L-9 0ZM13 0L6 -20L0 -44L9 -44L14 -22L19 -3L22 0Z",
}


def figure(c, p, x, y, h, coat, lit, pose="stand", flip=False, hat=None, bag=False, skirt=False,
           scarf=None, legs=None):
    """A coated passer-by; `lit` is the plane facing the light, always on the left."""
    legs = legs or mix(coat, p.ink, .5)
    with c.at(x, y, h / 100, flip):
        c.path(_LEGS[pose], legs)
        hem = -24 if skirt else -36
        c.path(f"M-12 {hem}C-14 -50 -16 -64 -12 -76C-8 -83 -4 -84 1 -84C7 -84 11 -82 13 -75"
               f"C16 -62 15 -48 {15 if skirt else 13} {hem}Z", coat)
        c.path(f"M-12 {hem}C-14 -50 -16 -64 -12 -76C-10 -81 -7 -83 -4 -83.5C-11 -72 -10 -52 -9 "
               f"{hem}Z", lit)
        c.path("M5 -74C9 -64 10 -52 8 -42L12 -42C15 -54 15 -66 11 -76Z", mix(coat, p.ink, .35))
        c.path("M-2 -80L-2 -88L4 -88L5 -80Z", mix(coat, p.ink, .3))
        c.dot(1.4, -91.5, 5.6, p.t[5], 7)
        c.path("M-1 -98C-5 -96 -5 -88 -2 -85C-1 -89 -1 -94 1 -98Z", lit)
        if scarf:
            c.path("M-6 -85C-1 -82 5 -82 8 -85L9 -80C3 -78 -3 -78 -7 -80ZM4 -80L8 -80L9 -64L5 -64Z",
                   scarf)
        _hat(c, p, hat)
        if bag:
            c.line([(10, -74), (15, -48)], legs, 1.6)
            c.poly([(9, -50), (21, -50), (22, -34), (8, -34)], p.red)


def _hat(c, p, hat):
    if hat == "brim":
        c.path("M-8 -95L12 -95L11 -97L7 -98L6 -103L-3 -103L-4 -98L-8 -97Z", p.ink)
    elif hat == "cap":
        c.path("M-5 -94C-5 -101 7 -102 8 -94L13 -93L13 -95L8 -97Z", p.ink)
    elif hat == "wool":
        c.path("M-5 -93C-6 -102 8 -102 8 -93Z", p.red)
    elif hat == "hair":
        c.path("M-5 -84C-9 -101 9 -104 9 -92C8 -96 4 -97 1 -95C-2 -93 -3 -88 -5 -84Z", p.ink)


def random_figure(c, p, x, y, h, lit, pose=None, inks=None):
    r = c.rng
    coat = r.choice(inks or [p.t[5], p.t[4], p.ink, p.deepred])
    figure(c, p, x, y, h, coat, lit, pose or r.choice(["stand", "walk"]), r.random() < .5,
           r.choice([None, "brim", "cap", "wool", "hair", "hair"]), r.random() < .25,
           r.random() < .45, r.choice([None, None, p.red, p.gold]))


def bust(c, p, x, y, s, coat, lit, hair, style=0):
    """Seen from behind or in half light: an audience, a jury, a queue."""
    with c.at(x, y, s / 100):
        c.path("M-62 60C-60 4 -40 -14 -16 -20L-14 -34L14 -34L16 -20C40 -14 60 4 62 60Z", coat)
        c.path("M-62 60C-60 4 -40 -14 -16 -20L-8 -18C-30 -4 -40 18 -42 60Z", lit)
        c.dot(0, -58, 25, hair, 31)
        c.path("M-20 -40C-30 -62 -24 -84 -4 -89C-14 -78 -18 -60 -14 -34Z", mix(lit, hair, .25))
        if style == 1:
            c.dot(0, -94, 12, hair, 11)
        elif style == 2:
            c.path("M-26 -60C-34 -30 -30 -16 -24 -8L24 -8C30 -16 34 -30 26 -60Z", hair)
        elif style == 3:
            c.path("M-28 -66C-24 -96 24 -96 28 -66L34 -64L-34 -64Z", mix(hair, p.ink, .5))
