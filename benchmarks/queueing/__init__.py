"""Waiting lines: formulas, the kernel, and what stands on them, against tables, theory, peers and the clock."""
