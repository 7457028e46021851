"""A pinhole camera for streets, halls and rooms, so that perspective is never guessed."""


class Camera:
    def __init__(self, vx, vy, focal=900, eye=1.6):
        self.vx, self.vy, self.f, self.eye = vx, vy, focal, eye

    def at(self, x, y, z):
        """Metres right of, above and beyond the viewer's feet, to the sheet."""
        z = max(z, .35)
        return (self.vx + self.f * x / z, self.vy - self.f * (y - self.eye) / z)

    def scale(self, z):
        return self.f / max(z, .35)

    def quad(self, *corners):
        return [self.at(*corner) for corner in corners]

    def floor(self, c, x0, x1, z0, z1, ink, y=0.0):
        c.poly(self.quad((x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)), ink)

    def side(self, c, x, y0, y1, z0, z1, ink):
        """A wall running away from us."""
        c.poly(self.quad((x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)), ink)

    def front(self, c, x0, x1, y0, y1, z, ink):
        """A wall facing us."""
        c.poly(self.quad((x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)), ink)

    def box(self, c, x0, x1, y0, y1, z0, z1, face, flank, top):
        inner = x1 if x1 < 0 else x0
        if x1 < 0 or x0 > 0:
            self.side(c, inner, y0, y1, z0, z1, flank)
        if y1 < self.eye:
            self.floor(c, x0, x1, z0, z1, top, y1)
        self.front(c, x0, x1, y0, y1, z0, face)
