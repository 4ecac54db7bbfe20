"""The sections of the page, one a file, in the order in which they are read."""

from collections.abc import Callable, Sequence

from api.report.blocks import Section
from api.report.context import Context
from api.report.sections.consolidation import consolidation
from api.report.sections.costs import costs
from api.report.sections.coverage import coverage
from api.report.sections.forecast import forecast
from api.report.sections.headline import headline
from api.report.sections.holes import holes
from api.report.sections.lending import lending
from api.report.sections.proofs import proofs
from api.report.sections.rehearsal import rehearsal
from api.report.sections.roster import roster
from api.report.sections.settings import settings
from api.report.sections.staffing import staffing

SECTIONS: Sequence[Callable[[Context], Section]] = (
    headline,
    forecast,
    staffing,
    lending,
    roster,
    holes,
    rehearsal,
    coverage,
    consolidation,
    costs,
    proofs,
    settings,
)

__all__ = ["SECTIONS"]
