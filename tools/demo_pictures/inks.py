"""Inks: the hand-mixed palettes every scene prints from.

A palette is one press run: `sky` runs from the horizon to the zenith, `t` from the paper's
light to the key block's dark, `w` is water from lit to deep. Scenes only ever name inks, so
the same drawing can be printed at dawn or in fog and still look like the same hand.
"""
from types import SimpleNamespace

_RAW = {
    "dawn": ("#fbe0a6 #f6bf8c #e39a8a #ab859b #6f7497",
             "#f9edd6 #ebcfb4 #c49da0 #80789a #4d5679 #2a3354 #141a31",
             "#f7cfa0 #bb929a #6b7094 #3a4668"),
    "day": ("#f5ecd3 #dbe5d5 #b5d3d0 #8abcc4 #5c9bb0",
            "#f8f1df #dfd9bb #abb894 #6f947f #3d6a6b #204852 #10283a",
            "#e3ebda #92bdc0 #4b8a9b #27617a"),
    "overcast": ("#eee7d6 #dcd8c8 #c4c5b8 #a6ada7 #849194",
                 "#f2eddf #d5cfbd #aba99a #7b8581 #526267 #31424a #17232c",
                 "#dad7c8 #9eaaa6 #667a80 #3d525c"),
    "dusk": ("#ffdc8c #f9ae62 #e4724c #a84c5a #5c3a63",
             "#fee8c0 #f2bb8a #c97c68 #8b5063 #573b5c #32274b #181530",
             "#f8b468 #bb5c5a #6a4063 #352950"),
    "night": ("#6b93a6 #45718f #2b5579 #1c3d63 #122b4c",
              "#efe6c6 #aebfc0 #6d8fa1 #3f6684 #244667 #152a4b #0a162d",
              "#7ea3ae #335d7d #1d4063 #112947"),
    "storm": ("#dedcc6 #b0b8ae #82928f #576b73 #36495a",
              "#ece8d8 #c2c5b6 #8f9b96 #61747a #42555f #283945 #131d28",
              "#c9cec0 #7b8f90 #466069 #273d4a"),
    "winter": ("#fcefdc #f2e3da #d7dce0 #b1c4d2 #8aa7c0",
               "#fcf8ee #e1e6e8 #b5c4d0 #8099b1 #526d8c #2f4766 #16233d",
               "#eceae4 #a9bfcd #6688a5 #3b5c7d"),
    "autumn": ("#fceecb #f7dfa9 #eeca88 #d6b07c #a99a88",
               "#fbf1d9 #eed3a0 #d9a055 #aa653a #6d4434 #412f2f #1e1920",
               "#f4ddaa #c59c6c #7d6a5e #46454c"),
    "spring": ("#f9f2d6 #eee9c2 #d2ddc0 #a9c9bd #7db0b2",
               "#f7f2da #e0e1a8 #b0be74 #6f9657 #3d6c50 #23483f #112a2c",
               "#ecedd0 #a6c6b4 #5a949a #2e6674"),
    "lamp": ("#6f93a4 #47708c #2d5273 #1d3a59 #142a45",
             "#ffefc6 #f7d28a #db9c55 #a2643f #5f4140 #332f3f #16192a",
             "#e9b672 #8a6a62 #4a4758 #2a2d40"),
    "morning": ("#fdf1cf #f6e3b8 #cfdccf #a3c3c6 #76a3b3",
                "#fcf4e0 #f2deb9 #dbb68c #a18a84 #5e6e7f #35495f #172439",
                "#f2e2be #b3b9b0 #6d8a98 #3c5f76"),
    "teal": ("#fdeab8 #f6d890 #e8bd6e #b9a778 #6d8c82",
             "#f7eed6 #d8dbc0 #9ab7a6 #5a8a86 #306268 #1b414d #0e2533",
             "#ecdfb0 #8fb1a4 #4a7f82 #235560"),
    "rose": ("#fdeccf #f8d3b0 #e6b0a0 #b28c98 #70718e",
             "#fcefe0 #f4d1c0 #df9e90 #ae6b70 #70475c #422f49 #1e1a30",
             "#f4d5b4 #c0938f #7c6078 #453d5a"),
}

# The paper's own red and a lamp gold are on press in every run: the illustrator's signature.
_ACCENTS = {"night": ("#cf4632", "#f6c765"), "lamp": ("#c2402c", "#ffd677"),
            "dusk": ("#c5332f", "#ffd676"), "storm": ("#bf3a2a", "#e3bb5c"),
            "overcast": ("#b4372a", "#dba94b"), "autumn": ("#b83426", "#eeb23f")}
_DARK = {"night", "lamp"}


def rgb(ink):
    return tuple(int(ink[i:i + 2], 16) for i in (1, 3, 5))


def mix(a, b, amount):
    """An overprint: `amount` of b laid over a."""
    return "#" + "".join(
        f"{round(x + (y - x) * amount):02x}" for x, y in zip(rgb(a), rgb(b)))


def palette(name):
    sky, tones, water = (group.split() for group in _RAW[name])
    red, gold = _ACCENTS.get(name, ("#c53c2a", "#efb144"))
    return SimpleNamespace(name=name, sky=sky, t=tones, w=water, red=red, gold=gold,
                           paper=tones[0], ink=tones[6], dark=name in _DARK,
                           deepred=mix(red, tones[6], 0.45))
