"""Every module that registers scenes, in one place so that none is forgotten."""
import data_pictures  # noqa: F401
import interior_civic  # noqa: F401
import interior_culture  # noqa: F401
import interior_home  # noqa: F401
import interior_science  # noqa: F401
import landscape_cover  # noqa: F401
import landscape_land  # noqa: F401
import landscape_sea  # noqa: F401
import landscape_water  # noqa: F401
import people_portraits  # noqa: F401
import town_bridge  # noqa: F401
import town_cinema  # noqa: F401
import town_football  # noqa: F401
import town_public  # noqa: F401
import town_streets  # noqa: F401
import town_terraces  # noqa: F401
import town_works  # noqa: F401
