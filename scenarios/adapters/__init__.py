"""Real demand made into networks: Melbourne's passers-by, an Israeli bank's calls."""

from scenarios.adapters.bank import bank
from scenarios.adapters.melbourne import melbourne

__all__ = ["bank", "melbourne"]
