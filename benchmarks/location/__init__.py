"""Coverage, placement and consolidation on public and generated instances."""
