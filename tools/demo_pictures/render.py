"""Draw the demonstration newspaper's pictures.

    python3 tools/demo_pictures/render.py              every story, author and the cover
    python3 tools/demo_pictures/render.py --sheet DIR  PNGs of every scene, to look at

Needs rsvg-convert (librsvg2-bin) and cwebp (webp) on the path; nothing else.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import catalogue  # noqa: E402,F401  (importing it registers every scene)
from authors import author  # noqa: E402
from block import MARGIN  # noqa: E402
from scenes import SCENES, picture  # noqa: E402

DEMO = Path(__file__).resolve().parents[2] / "demo"
# Enough for a clean print at full width, little enough for a phone on the ferry.
LARGEST, CEILING, COARSE = 46_000, 58_000, 40


def story_jobs(stories):
    """(slug, scene, variation): the nth story to use a scene, by slug, gets its nth picture."""
    used, jobs = Counter(), []
    for path in sorted(stories.glob("*.md"), key=lambda file: file.stem):
        head = path.read_text(encoding="utf-8").split("\n---", 1)[0]
        found = re.search(r"^scene:[ \t]*[\"']?([a-z-]+)", head, re.M)
        if not found:
            continue
        name = found[1]
        if name not in SCENES:
            print(f"{path.name}: no scene called {name}", file=sys.stderr)
            continue
        jobs.append((path.stem, name, used[name]))
        used[name] += 1
    return jobs


def to_png(svg, png):
    subprocess.run(["rsvg-convert", "-o", str(png)], input=svg.encode(), check=True)


def to_webp(svg, target, width=1440, height=960, largest=LARGEST):
    """Trim the ragged edge and step the quality down until the file fits."""
    with tempfile.TemporaryDirectory() as folder:
        png = Path(folder) / "sheet.png"
        to_png(svg, png)
        crop = [str(MARGIN), str(MARGIN), str(width), str(height)]
        for quality in (76, 68, 60, 52, 45, 38, 31, 24, 17):
            subprocess.run(["cwebp", "-quiet", "-q", str(quality), "-m", "6", "-sharp_yuv",
                            "-metadata", "none", "-crop", *crop, str(png), "-o", str(target)],
                           check=True)
            # A busy sheet may run over rather than be printed coarsely.
            allowed = largest if quality > COARSE else max(largest, CEILING)
            if target.stat().st_size <= allowed:
                return quality
    return quality


def render_all(out, only):
    out.mkdir(parents=True, exist_ok=True)
    newsroom = json.loads((DEMO / "newsroom.json").read_text(encoding="utf-8"))
    tasks = [(slug, lambda n=name, v=number: picture(n, v), ()) for slug, name, number in
             story_jobs(DEMO / "stories")]
    tasks += [(f"author-{one['slug']}", lambda s=one["slug"]: author(s), (320, 320, 12_000))
              for one in newsroom["authors"]]
    tasks.append(("publication-cover", lambda: picture("cover", 0), ()))

    def run(task):
        slug, draw, size = task
        quality = to_webp(draw(), out / f"{slug}.webp", *size)
        return slug, (out / f"{slug}.webp").stat().st_size, quality
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(run, [task for task in tasks if re.search(only, task[0])]))
    sizes = [size for _, size, _ in done]
    if done:
        print(f"{len(done)} pictures, {sum(sizes)} bytes, mean {sum(sizes) // len(done)}, "
              f"largest {max(sizes)}, lowest quality {min(q for *_, q in done)}")


def sheet(out, only, variations):
    out.mkdir(parents=True, exist_ok=True)
    jobs = [(n, v) for n in sorted(SCENES) for v in range(variations) if re.search(only, n)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda j: to_png(picture(*j), out / f"{j[0]}-{j[1]}.png"), jobs))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sheet", type=Path, help="write PNGs of the scenes here instead")
    parser.add_argument("--only", default="", help="a pattern the name must contain")
    parser.add_argument("--variations", type=int, default=1)
    parser.add_argument("--out", type=Path, default=DEMO / "pictures")
    args = parser.parse_args()
    if args.sheet:
        sheet(args.sheet, args.only, args.variations)
    else:
        render_all(args.out, args.only)


if __name__ == "__main__":
    main()
