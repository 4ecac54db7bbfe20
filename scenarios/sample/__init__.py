"""A made-up organisation to try everything on, generated from a seed: a whole city, or tiny for tests."""

from scenarios.sample.network import sample_network, sample_tables

__all__ = ["sample_network", "sample_tables"]
