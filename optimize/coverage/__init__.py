"""The 15-minute circle: coverage, placement of sites, and consolidation of under-used outlets."""

from optimize.coverage.consolidation import consolidate
from optimize.coverage.other_choices import study
from optimize.coverage.placement import solve
from optimize.coverage.reassign import transfer_shares
from optimize.coverage.values import with_consolidation

__all__ = ["solve", "consolidate", "study", "with_consolidation", "transfer_shares"]
