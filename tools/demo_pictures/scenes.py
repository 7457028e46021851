"""The register of scenes and the rule that turns a variation number into a picture."""
import random
import zlib
from types import SimpleNamespace

from block import Block
from inks import palette

SCENES = {}


def scene(name, palettes, mirror=True):
    """Register a drawing; variations walk through its palettes before any repeats."""
    def keep(draw):
        SCENES[name] = SimpleNamespace(draw=draw, palettes=palettes.split(), mirror=mirror)
        return draw
    return keep


def picture(name, variation):
    """The SVG text of one variation of a scene."""
    spec = SCENES[name]
    seed = zlib.crc32(f"{name}/{variation}".encode())
    block = Block(random.Random(seed))
    # The offset keeps neighbouring scenes from all opening on the same time of day.
    inks = palette(spec.palettes[variation % len(spec.palettes)])
    spec.draw(block, inks, variation)
    return block.svg(inks, spec.mirror and variation % 2 == 1, seed % 9000)
