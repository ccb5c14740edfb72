"""Write the disputed lines that the workbench draws, from Natural Earth's 1:10m files (public domain).

    python scripts/build_outlines.py FOLDER

FOLDER holds ne_10m_admin_0_boundary_lines_disputed_areas.json and ne_10m_boundary_lines_selected.geojson. Of the second
those lines are taken that Natural Earth itself calls disputed, indefinite, a line of control or a claim.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from shapely.geometry import shape

FILES = ("ne_10m_admin_0_boundary_lines_disputed_areas.json", "ne_10m_boundary_lines_selected.geojson")
CLASSES = ("disputed", "indefinite", "line of control", "claim", "breakaway", "unrecognized")
OUT = Path(__file__).parent.parent / "src" / "trucewatch" / "web" / "data" / "disputed.json"


def lines(folder: Path) -> list[list[list[float]]]:
    """All lines, simplified to about 200 m, degrees to three places."""
    made: dict[str, list[list[float]]] = {}
    for name in FILES:
        for feature in json.loads((folder / name).read_text())["features"]:
            told = str(feature["properties"].get("featurecla", "")).lower()
            if not any(word in told for word in CLASSES):
                continue
            drawn = shape(feature["geometry"]).simplify(0.002)
            for part in getattr(drawn, "geoms", [drawn]):
                run = [[round(x, 3), round(y, 3)] for x, y, *_ in part.coords]
                made[json.dumps(run)] = run
    return [made[key] for key in sorted(made)]


if __name__ == "__main__":
    found = lines(Path(sys.argv[1]))
    OUT.write_text(json.dumps({"source": "Natural Earth 1:10m, public domain", "lines": found}, separators=(",", ":")))
    print(f"{len(found)} lines, {OUT.stat().st_size / 1000:.0f} kB")
