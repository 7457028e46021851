#!/bin/sh
# Makes the fonts of themes/broadsheet from the npm packages @fontsource-variable/newsreader and
# libre-franklin (OFL), and the metrics of their fallbacks.
# Needs: npm --prefix ui ci; Debian's fonttools and python3-brotli. Writes:
#   themes/broadsheet/assets/fonts/*.woff2   subset, axes cut
#   themes/broadsheet/css/fonts.css          @font-face, with metric-matched fallbacks
# The packages come cut in two (latin, latin-ext) and with all axes; here both halves become one
# file again and only what the theme sets remains. A file that changes gets a new number
# (revision below): fonts are cached for a year.
set -eu
cd "$(dirname "$0")/.."
exec "${PYTHON:-/usr/bin/python3}" - <<'PYTHON'
import copy, pathlib, shutil, sys
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

revision = 1
fonts_bytes_max = 90 * 1024
packages = pathlib.Path("ui/node_modules/@fontsource-variable")
target = pathlib.Path("themes/broadsheet/assets/fonts")
css = pathlib.Path("themes/broadsheet/css/fonts.css")

def code_points(ranges):
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)

latin = set(code_points("20-7E A0-FF 131 152-153 178 2C6 2DA 2DC"))
extended = set(code_points("100-131 134-137 139-148 14A-17E 218-21B 1E9E"))
signs = set(code_points("2009 2013-2014 2018-201A 201C-201E 2020-2022 2026 2032-2033 2039-203A"
                        " 2044 20AC 2122 2212"))

# name, package, file stem, axes, layout features, code points, CSS descriptors, smallest kerning kept (em)
faces = [
    ("newsreader-text", "newsreader", "newsreader-{}-opsz-normal", {"opsz": 16, "wght": (400, 700)},
     ["kern", "liga", "tnum"], latin | extended | signs,
     'font-family:"Newsreader Text";font-weight:400 700;font-style:normal', 0.04),
    ("newsreader-display", "newsreader", "newsreader-{}-opsz-normal", {"opsz": 44, "wght": 540},
     ["kern", "liga"], latin | extended | signs,
     'font-family:"Newsreader Display";font-weight:400 700;font-style:normal', 0.03),
    ("newsreader-italic", "newsreader", "newsreader-{}-opsz-italic", {"opsz": 20, "wght": 400},
     ["kern", "liga"], latin | extended | signs,
     'font-family:"Newsreader Text";font-weight:400 700;font-style:italic', 0.04),
    ("franklin", "libre-franklin", "libre-franklin-{}-wght-normal", {"wght": (400, 700)},
     ["kern", "liga"], latin | extended | signs,
     'font-family:"Libre Franklin";font-weight:400 700;font-style:normal', 0.04),
]

def read(package, stem, axes):
    font = TTFont(packages / package / "files" / f"{stem}.woff2")
    limits = {tag: value for tag, value in axes.items()}
    return instancer.instantiateVariableFont(font, limits, inplace=True)

def join(font, more, wanted):
    """Copies the wanted glyphs of `more` into `font`: same design, same axes, so glyph by glyph."""
    order = font.getGlyphOrder()
    known = set(order)
    pending = [name for code, name in more.getBestCmap().items() if code in wanted]
    kin = {}
    while pending:
        name = pending.pop()
        glyph = more["glyf"][name]
        if glyph.isComposite():
            kin[name] = glyph.components[0].glyphName
            pending += [part.glyphName for part in glyph.components if part.glyphName not in known]
        if name in known:
            continue
        known.add(name)
        order.append(name)
        font["glyf"].glyphs[name] = copy.deepcopy(glyph)
        font["hmtx"][name] = more["hmtx"][name]
        if "gvar" in font:
            font["gvar"].variations[name] = copy.deepcopy(more["gvar"].variations.get(name, []))
    font["glyf"].glyphOrder = order
    font.setGlyphOrder(order)
    font["maxp"].numGlyphs = len(order)
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code, name in more.getBestCmap().items():
                if code in wanted and name in known and (code < 0x10000):
                    table.cmap.setdefault(code, name)
    if "HVAR" in font:
        del font["HVAR"]      # widths vary as gvar's phantom points say; the table was only a short cut
    return kin

def advance(value):
    return (getattr(value, "XAdvance", 0) or 0) if value else 0

def kern(font, kin, smallest):
    """Lets accented letters kern as their base does, and drops what is too small to be seen."""
    if "GPOS" not in font:
        return
    smallest *= font["head"].unitsPerEm
    tables = [getattr(table, "ExtSubTable", table)
              for lookup in font["GPOS"].table.LookupList.Lookup for table in lookup.SubTable]
    classes = [table for table in tables if table.LookupType == 2 and table.Format == 2]
    pairs = [table for table in tables if table.LookupType == 2 and table.Format == 1]
    for table in classes:
        for name, base in kin.items():
            if base in table.Coverage.glyphs and name not in table.Coverage.glyphs:
                table.Coverage.glyphs.append(name)
                if base in table.ClassDef1.classDefs:
                    table.ClassDef1.classDefs[name] = table.ClassDef1.classDefs[base]
            if base in table.ClassDef2.classDefs:
                table.ClassDef2.classDefs.setdefault(name, table.ClassDef2.classDefs[base])
        table.Coverage.glyphs.sort(key=font.getGlyphID)
        for row in table.Class1Record:
            for cell in row.Class2Record:
                if cell.Value1 and abs(advance(cell.Value1)) < smallest:
                    cell.Value1.XAdvance = 0
                    if hasattr(cell.Value1, "XAdvDevice"):
                        cell.Value1.XAdvDevice = None

    def by_class(left, right):
        for table in classes:
            if left in table.Coverage.glyphs:
                row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
                return advance(row.Class2Record[table.ClassDef2.classDefs.get(right, 0)].Value1)
        return 0

    # A pair is an exception to its classes: what counts is how far it departs from them.
    for table in pairs:
        for left, pair_set in zip(table.Coverage.glyphs, table.PairSet):
            pair_set.PairValueRecord = [
                pair for pair in pair_set.PairValueRecord
                if abs(advance(pair.Value1) - by_class(left, pair.SecondGlyph)) >= smallest]
            pair_set.PairValueCount = len(pair_set.PairValueRecord)

def cut(font, wanted, features, path):
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.flavor = "woff2"
    options.name_IDs = [0, 1, 2, 13, 14]      # the copyright and the licence stay in the file
    options.notdef_outline = False
    options.drop_tables += ["STAT", "gasp"] if "fvar" not in font else ["gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    subset.save_font(font, str(path), options)

# Average advance of running text; the fallback's own averages and metrics are those of the fonts
# named (Times New Roman, Arial; the Liberation fonts share them), in 1/2048 em.
sample = "aaabcdeeeefghiijklmnnoopqrrssttuvwxyz      "
serif = ["Times New Roman", "Liberation Serif", "Tinos"]
fallbacks = {"normal": (854.395 / 2048, serif),
             "italic": (846.558 / 2048, [name + " Italic" for name in serif]),
             "sans": (934.512 / 2048, ["Arial", "Liberation Sans", "Arimo"])}

def fallback_face(font, package, descriptors):
    em = font["head"].unitsPerEm
    names = font.getBestCmap()
    average = sum(font["hmtx"][names[ord(letter)]][0] for letter in sample) / len(sample) / em
    kind = "italic" if "italic" in descriptors else "normal"
    width, local = fallbacks["sans" if package == "libre-franklin" else kind]
    adjust = average / width
    hhea = font["hhea"]
    percent = lambda units: f"{100 * units / em / adjust:.2f}%"
    sources = ",".join(f'local("{name}")' for name in local)
    family = descriptors.replace('";', ' Fallback";', 1)
    return (f"@font-face{{{family};src:{sources};size-adjust:{100 * adjust:.2f}%;"
            f"ascent-override:{percent(hhea.ascent)};descent-override:{percent(-hhea.descent)};"
            f"line-gap-override:{percent(hhea.lineGap)}}}\n")

target.mkdir(parents=True, exist_ok=True)
for old in target.glob("*.woff2"):
    old.unlink()
rules = "/* Written by tools/theme_fonts.sh. */\n"
total = 0
for name, package, stem, axes, features, wanted, descriptors, smallest in faces:
    font = read(package, stem.format("latin"), axes)
    more = read(package, stem.format("latin-ext"), axes)
    kin = join(font, more, wanted)
    kern(font, kin, smallest)
    path = target / f"{name}-{revision}.woff2"
    cut(font, wanted, features, path)
    size = path.stat().st_size
    total += size
    written = TTFont(path)
    missing = wanted - set(written.getBestCmap())
    print(f"{path.name:28} {size:6} bytes  {len(written.getBestCmap())} characters,"
          f" not in the font: {' '.join(f'{code:X}' for code in sorted(missing)) or 'none'}")
    rules += (f"@font-face{{{descriptors};font-display:swap;"
              f'src:url("../fonts/{path.name}") format("woff2")}}\n')
    rules += fallback_face(written, package, descriptors)
css.write_text(rules)
for package in {face[1] for face in faces}:
    shutil.copyfile(packages / package / "LICENSE", target / f"LICENSE-{package}.txt")
print(f"together {total} bytes (at most {fonts_bytes_max})")
sys.exit(total > fonts_bytes_max)
PYTHON
