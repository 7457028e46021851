"""The block: an SVG sheet that is cut, not painted.

Everything is a flat shape in one ink. Tone comes only from gouge marks, the tapered slivers a
lino tool leaves, and from stepped bands. Two filters finish the print: one roughens every
edge as a hand-held blade would, one lets specks of paper through the ink.
"""
import math
from contextlib import contextmanager

W, H, BLEED = 1440, 960, 40
# The knife filter drags emptiness in from beyond the sheet's edge: print large, trim after.
MARGIN = 12


def _n(value):
    return f"{value:.1f}".rstrip("0").rstrip(".")


def pts(points):
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z"


def smooth(points, close=True):
    """A closed curve through the points (Catmull-Rom), for anything grown rather than built."""
    n = len(points)
    out = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for i in range(n if close else n - 1):
        if close:
            p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[max(0, min(n - 1, i + k))] for k in (-1, 0, 1, 2))
        c1 = (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)
        c2 = (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
        out.append("C" + " ".join(_n(v) for v in (*c1, *c2, *p2)))
    return "".join(out) + ("Z" if close else "")


class Block:
    def __init__(self, rng, width=W, height=H):
        self.rng, self.w, self.h = rng, width, height
        self.out, self.clips = [], 0

    def path(self, d, fill):
        self.out.append(f'<path d="{d}" fill="{fill}"/>')

    def poly(self, points, fill):
        self.path(pts(points), fill)

    def blob(self, points, fill):
        self.path(smooth(points), fill)

    def rect(self, x, y, w, h, fill):
        self.out.append(f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}"'
                        f' fill="{fill}"/>')

    def dot(self, x, y, r, fill, ry=None):
        self.out.append(f'<ellipse cx="{_n(x)}" cy="{_n(y)}" rx="{_n(r)}" '
                        f'ry="{_n(ry if ry is not None else r)}" fill="{fill}"/>')

    def line(self, points, ink, width, curve=False):
        d = smooth(points, False) if curve else pts(points)[:-1]
        self.out.append(f'<path d="{d}" fill="none" stroke="{ink}" stroke-width="{_n(width)}"'
                        ' stroke-linejoin="round"/>')

    def gouge(self, x, y, length, thick, ink, angle=0.0):
        """One tapered cut, fattest a third of the way along as a real tool leaves it."""
        dx, dy = math.cos(angle), math.sin(angle)
        ax, ay = x - dx * length / 2, y - dy * length / 2
        bx, by = x + dx * length / 2, y + dy * length / 2
        mx, my = x - dx * length * .14, y - dy * length * .14
        up = (mx - dy * thick, my + dx * thick)
        dn = (mx + dy * thick, my - dx * thick)
        self.path(f"M{_n(ax)} {_n(ay)}Q{_n(up[0])} {_n(up[1])} {_n(bx)} {_n(by)}"
                  f"Q{_n(dn[0])} {_n(dn[1])} {_n(ax)} {_n(ay)}Z", ink)

    @contextmanager
    def clip(self, d):
        self.clips += 1
        self.out.append(f'<clipPath id="c{self.clips}"><path d="{d}"/></clipPath>'
                        f'<g clip-path="url(#c{self.clips})">')
        yield
        self.out.append("</g>")

    @contextmanager
    def at(self, x, y, scale=1.0, flip=False, turn=0.0):
        sx = -scale if flip else scale
        self.out.append(f'<g transform="translate({_n(x)} {_n(y)}) rotate({_n(turn)}) '
                        f'scale({sx:.3f} {scale:.3f})">')
        yield
        self.out.append("</g>")

    def cuts(self, box, count, ink, size=(40, 120), thick=(2, 5), angle=0.0, jitter=.05):
        """Scatter gouges through a box (x, y, w, h); callers clip when the shape matters."""
        r = self.rng
        x, y, w, h = box
        for _ in range(count):
            self.gouge(r.uniform(x, x + w), r.uniform(y, y + h), r.uniform(*size),
                       r.uniform(*thick), ink, angle + r.uniform(-jitter, jitter))

    def svg(self, p, mirror=False, seed=1):
        w, h, b = self.w, self.h, BLEED
        area = f'x="{-b}" y="{-b}" width="{w + 2 * b}" height="{h + 2 * b}"'
        flip = f' transform="translate({w} 0) scale(-1 1)"' if mirror else ""
        m = MARGIN
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{w + 2 * m}" '
                f'height="{h + 2 * m}" viewBox="{-m} {-m} {w + 2 * m} {h + 2 * m}">'
                f'<defs>{_filters(area, seed, p)}</defs>'
                f'<rect {area} fill="{p.paper}"/><g filter="url(#knife)"><g{flip}>'
                + "\n".join(self.out)
                + f'</g></g><rect {area} filter="url(#grain)"/>'
                f'<rect {area} filter="url(#wear)"/></svg>\n')


def _filters(area, seed, p, knife=4.6):
    def speck(name, freq, octaves, gain, cut, ink, alpha):
        r, g, b = (int(ink[i:i + 2], 16) / 255 for i in (1, 3, 5))
        return (f'<filter id="{name}" filterUnits="userSpaceOnUse" {area} '
                'color-interpolation-filters="sRGB">'
                f'<feTurbulence type="fractalNoise" baseFrequency="{freq}" '
                f'numOctaves="{octaves}" seed="{seed + 7}"/>'
                f'<feColorMatrix values="0 0 0 0 {r:.3f} 0 0 0 0 {g:.3f} 0 0 0 0 {b:.3f} '
                f'{gain} 0 0 0 {cut}"/><feComponentTransfer>'
                f'<feFuncA type="linear" slope="{alpha}"/></feComponentTransfer></filter>')
    return (f'<filter id="knife" filterUnits="userSpaceOnUse" {area} '
            'color-interpolation-filters="sRGB">'
            f'<feTurbulence type="fractalNoise" baseFrequency="0.035" numOctaves="2" '
            f'seed="{seed}" result="n"/>'
            f'<feDisplacementMap in="SourceGraphic" in2="n" '
            f'scale="{knife}" xChannelSelector="R" yChannelSelector="G"/></filter>'
            + speck("grain", 0.4, 1, 12, -8.8, p.paper, 0.24)
            + speck("wear", 0.16, 2, 14, -10.1, p.ink, 0.1))
