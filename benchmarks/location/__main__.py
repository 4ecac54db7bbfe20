"""`python -m benchmarks.location SET [options]`; times beside seconds are CPU seconds, of processes beside too."""

from benchmarks.frame import main
from benchmarks.location.capacitated import cap, cap_large, delmaire, holmberg
from benchmarks.location.chicago import chicago
from benchmarks.location.decision_sheets import decision_sheets
from benchmarks.location.mclp import mclp
from benchmarks.location.mclp_generated import mclp_generated
from benchmarks.location.pmed import pmed
from benchmarks.location.porto_alegre import porto_alegre
from benchmarks.location.spopt_sf import spopt_sf
from benchmarks.location.streets import new_york, porto_alegre_streets

if __name__ == "__main__":
    main(
        "location",
        {
            "pmed": pmed,
            "mclp": mclp,
            "mclp_generated": mclp_generated,
            "cap": cap,
            "cap_large": cap_large,
            "holmberg": holmberg,
            "delmaire": delmaire,
            "spopt_sf": spopt_sf,
            "porto_alegre": porto_alegre,
            "porto_alegre_streets": porto_alegre_streets,
            "new_york": new_york,
            "chicago": chicago,
            "decision_sheets": decision_sheets,
        },
        workers={"mclp": 2, "mclp_generated": 2},
    )
