"""A network rostered month after month over a year, with the ledger of fairness carried."""
