"""Names of rows that are rules: none is called like a rule's key or an article of law, and none stands twice.

`settings.rules_off`, `settings.rule_levels` and `--without` take keys and names alike: one word means one thing.
"""

from __future__ import annotations

from scenarios.network.check_rules import FORMS
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings
from scenarios.network.labour_law import is_law
from scenarios.network.rules_off import NAMED, NEVER, OF_CONTRACTS, PAIRS, ROWS, SOFT

KEYS = frozenset({*OF_CONTRACTS, *SOFT, *PAIRS, *ROWS, *NEVER, *FORMS, "labour_law"})


def check_rule_names(context: Context, findings: Findings) -> None:
    """Each name is no key, no article, and no other table's; within a table it is the table's key."""
    tables = {table: context.tables[table] for table in NAMED if table in context.tables}
    elsewhere: dict[str, str] = {}
    for table, located in tables.items():
        names = located.frame["name"]
        taken = names.isin(KEYS) | names.map(is_law).astype(bool)
        findings.add_rows("rule_name_taken", located, taken, "name")
        twice = names.isin(list(elsewhere))
        findings.add_rows("rule_name_twice", located, twice, "name", other=names.map(elsewhere))
        elsewhere |= dict.fromkeys(names[names != ""], table)


RULES: tuple[Rule, ...] = (Rule(check_rule_names, (), also=NAMED),)
