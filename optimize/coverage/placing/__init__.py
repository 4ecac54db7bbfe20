"""Placement engines: where sites should stand, each with existing and forbidden sites, and a proof or a gap."""

from optimize.coverage.placing import covered, median, rooms
from optimize.coverage.placing.centre import centre
from optimize.coverage.placing.fewest import fewest
from optimize.coverage.placing.partial import partial
from optimize.coverage.placing.values import Placement, Sites

__all__ = ["Placement", "Sites", "centre", "covered", "fewest", "median", "partial", "rooms"]
