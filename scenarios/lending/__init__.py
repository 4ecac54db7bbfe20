"""A day of a stored plan with another need laid over it: who lends whom to whom, and what is owed."""

from scenarios.lending.ledger import read_ledger, write_ledger
from scenarios.lending.share import Shared, share
from scenarios.lending.terms import NotShareableError, ShareTerms

__all__ = [
    "NotShareableError",
    "ShareTerms",
    "Shared",
    "read_ledger",
    "share",
    "write_ledger",
]
