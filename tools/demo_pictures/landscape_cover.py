"""The publication's own picture: the whole harbour at first light."""
from block import W
from boats import bollard, ferry, reflection, rowboat, sloop, trawler
from built import harbour_crane, shed
from inks import mix
from landscape_sea import quay, skyline
from nature import L, R, flock, gull, land, ridge, sky, streaks, sun_disc, water
from scenes import scene
from town_bridge import lift_bridge


@scene("cover", "dawn", mirror=False)
def cover(c, p, v):
    r = c.rng
    hz, sx = 486, 560
    sun = (sx, hz - 44, 80)
    sky(c, p, hz, sun, "rings")
    streaks(c, mix(p.sky[0], p.paper, .5), 70, 260, 6)
    sun_disc(c, p, sun)
    land(c, ridge(r, hz - 44, 20, 8), mix(p.t[2], p.sky[1], .35), hz + 4)
    skyline(c, p, hz + 2, 30, 760, p.t[3], p.gold, 34, 86)
    lift_bridge(c, p, 700, 1180, hz + 2, 210, .5, mix(p.t[4], p.t[3], .5))
    water(c, p, hz, glint=(sx, mix(p.gold, p.sky[0], .45), 190))
    ferry(c, p, 330, 560, 62, p.t[4], p.t[1])
    reflection(c, 330, 566, 190, 40, p.t[4], 7)
    yq = hz + 84
    harbour_crane(c, 1010, yq - 16, 380, p.t[5], p.t[4])
    shed(c, p, 1060, yq, 440, 170, p.t[4], p.t[5], mix(p.gold, p.t[4], .15), 4)
    quay(c, p, yq, 860, R, p.t[5], p.t[3], 60)
    reflection(c, 1170, yq + 64, 620, 120, p.t[5], 16)
    sloop(c, p, 150, 668, 96, p.t[5], p.t[2])
    sloop(c, p, 60, 720, 120, p.t[6], p.t[2], True)
    reflection(c, 640, 746, 400, 100, p.t[6], 13)
    trawler(c, p, 640, 738, 200, p.t[5], p.t[1], p.t[2])
    rowboat(c, p, 985, 800, 130, p.t[6])
    land(c, [(L, 890), (420, 898), (900, 880), (R, 850)], p.t[6])
    c.cuts((L, 905, W, 60), 26, p.t[5], (60, 200), (2, 4), -.02)
    bollard(c, p, 1230, 866, 165, p.t[6], p.t[3])
    c.line([(1216, 762), (1110, 812), (1030, 800)], p.t[6], 7, True)
    flock(c, 380, 210, 8, 120, (14, 34), p.t[5])
    gull(c, 870, 200, 66, p.paper, -8)
