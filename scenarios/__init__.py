"""The network and its files, what-if changes, the planning pipeline, rehearsal and comparison."""
