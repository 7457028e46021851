"""Streets and the people on them."""
from block import H
from built import lamp
from folk import figure, random_figure
from inks import mix
from nature import L, R, land, moon, ridge, sky, stars, sun_disc
from scenes import scene
from space import Camera


def terrace_wall(c, p, cam, x, z0, step, count, height, inks, glow):
    """A receding terrace; inks is (wall, roof, trim, glass). Drawn far to near."""
    wall, roof, trim, glass = inks
    for i in reversed(range(count)):
        a, b = z0 + i * step, z0 + (i + 1) * step
        tone = mix(wall, p.sky[1], min(.5, i * .055))
        h = height * c.rng.uniform(.96, 1.06)
        back = x * 1.5
        c.poly(cam.quad((x, h, a), (back, h + 2.3, a), (back, h + 2.3, b), (x, h, b)), roof)
        cam.front(c, min(x * 1.16, x * 1.34), max(x * 1.16, x * 1.34), h + .4, h + 2.9,
                  a + step * .3, mix(roof, p.ink, .3))
        cam.side(c, x, 0, h, a, b, tone)
        cam.side(c, x, h - .28, h, a, b, mix(roof, tone, .4))
        bricks(c, cam, x, h - .4, a, b, mix(tone, roof, .45), 46 if i < 2 else 18)
        for floor in range(int(height / 2.9)):
            for k in (.16, .58):
                if floor == 0 and k > .5:
                    _opening(c, p, cam, x, a + step * k, step * .2, .1, 2.2, trim,
                             c.rng.choice([p.red, p.deepred, p.t[5]]))
                    continue
                lit = c.rng.random() < glow
                _opening(c, p, cam, x, a + step * k, step * .24, 1 + floor * 2.75,
                         2.55 + floor * 2.75, trim, p.gold if lit else glass, True)


def bricks(c, cam, x, top, z0, z1, ink, count):
    """A few courses hint at the whole wall; cutting every brick would kill it."""
    for _ in range(count):
        z, y = c.rng.uniform(z0, z1), round(c.rng.uniform(.3, top) / .22) * .22
        run = c.rng.uniform(.25, .9)
        cam.side(c, x, y, y + .035, z, min(z1, z + run), ink)


def setts(c, cam, x0, x1, z0, z1, ink, count):
    """Cobbles: gouges laid across the road, thinning as it recedes."""
    for _ in range(count):
        z = z0 * (z1 / z0) ** c.rng.random()
        sx, sy = cam.at(c.rng.uniform(x0, x1), 0, z)
        s = cam.scale(z)
        c.gouge(sx, sy, s * c.rng.uniform(.2, .6), s * .025 + .6, ink)


def _opening(c, p, cam, x, z, wide, y0, y1, trim, ink, bars=False):
    cam.side(c, x, y0 - .12, y1 + .12, z - .08, z + wide + .08, trim)
    cam.side(c, x, y0, y1, z, z + wide, ink)
    if bars:
        cam.side(c, x, y0, y1, z + wide * .46, z + wide * .54, trim)
        mid = (y0 + y1) / 2
        cam.side(c, x, mid - .04, mid + .04, z, z + wide, trim)


@scene("street-evening", "dusk night lamp autumn rose")
def street_evening(c, p, v):
    r = c.rng
    cam = Camera(r.uniform(800, 900), 560, 800, 1.7)
    sun = (cam.vx, 500, 74)
    sky(c, p, 560, sun, "rings" if v % 2 == 0 else "bands")
    if p.dark:
        stars(c, p, 40, 300)
        moon(c, p, cam.vx - 90, 190, 44)
    else:
        sun_disc(c, p, sun)
    land(c, ridge(r, 545, 14, 8), p.t[3])
    c.rect(L, 558, R - L, 500, p.t[4])
    cam.floor(c, -3.2, 3.2, 1, 60, mix(p.t[3], p.sky[1], .25))
    cam.floor(c, -.9, 1.2, 1, 60, mix(p.t[3], p.sky[0], .45))
    setts(c, cam, -3.1, 3.1, 1.6, 30, p.t[4], 300)
    setts(c, cam, -1.5, 1.8, 1.6, 30, mix(p.t[2], p.sky[0], .5), 110)
    shade = (p.t[5], p.t[6], p.t[4], p.t[6])
    light = (p.t[3], p.t[5], p.t[4], p.t[5])
    terrace_wall(c, p, cam, -5.2, 3.2, 5, 9, 6.2, shade, .55)
    terrace_wall(c, p, cam, 5, 3.6, 4.6, 9, 5.6, light, .35)
    for z in (30, 19, 12):
        gx, gy = cam.at(-3.3, 0, z)
        lamp(c, p, gx, gy, cam.scale(z) * 4.2, p.ink)
    for x, z in ((1.3, 20), (-1.2, 14), (-.4, 24)):
        gx, gy = cam.at(x, 0, z)
        random_figure(c, p, gx, gy, cam.scale(z) * 1.72, p.gold)
    gx, gy = cam.at(.5, 0, 5.2)
    c.poly([(gx - 16, gy), (gx + 18, gy), (gx + 70, H + 40), (gx - 90, H + 40)], p.t[5])
    figure(c, p, gx, gy + 4, 290, p.ink, p.gold, "walk", v % 3 == 1, "brim", v % 2 == 0, True)
