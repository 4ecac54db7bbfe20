"""Travel minutes from graph arrays, a ready matrix, or the straight line; labels in, labels out.

Everything is counted door to door and towards the destination: access to the road, the way along directed
arcs, and from the road to the door.
"""

from optimize.travel.graph import Graph
from optimize.travel.matrix import overlay
from optimize.travel.reach import minutes, nearest
from optimize.travel.snapping import snap
from optimize.travel.straight import straight_line

__all__ = ["Graph", "minutes", "nearest", "overlay", "snap", "straight_line"]
