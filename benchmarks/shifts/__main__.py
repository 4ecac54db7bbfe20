"""`python -m benchmarks.shifts generated|shift_design [options]`."""

from benchmarks.frame import main
from benchmarks.shifts.generated import generated
from benchmarks.shifts.shift_design import shift_design

if __name__ == "__main__":
    main("shifts", {"generated": generated, "shift_design": shift_design})
