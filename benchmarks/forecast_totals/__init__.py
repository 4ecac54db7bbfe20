"""Whether ranges of totals hold what they promise."""
