"""Draw the demonstration newspaper's pictures.

    python3 tools/demo_pictures/render.py             every story, author and the cover
    python3 tools/demo_pictures/render.py --sheet DIR  one PNG per scene, to look at

Needs rsvg-convert (librsvg2-bin) and cwebp (webp) on the path; nothing else.
"""
import argparse
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import interior_home  # noqa: E402,F401  (importing a module registers its scenes)
import landscape_sea  # noqa: E402,F401
import town_streets  # noqa: E402,F401
from scenes import SCENES, picture  # noqa: E402

DEMO = Path(__file__).resolve().parents[2] / "demo"
LOW, HIGH = 24_000, 46_000


def to_png(svg, png):
    subprocess.run(["rsvg-convert", "-o", str(png)], input=svg.encode(), check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sheet")
    parser.add_argument("--only", default="")
    parser.add_argument("--variations", type=int, default=1)
    args = parser.parse_args()
    out = Path(args.sheet)
    out.mkdir(parents=True, exist_ok=True)
    jobs = [(n, v) for n in sorted(SCENES) for v in range(args.variations)
            if re.search(args.only, n)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda j: to_png(picture(*j), out / f"{j[0]}-{j[1]}.png"), jobs))


main()
