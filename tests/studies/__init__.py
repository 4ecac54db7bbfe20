"""Studies of sites: placement and consolidation of whole networks, without a plan."""
