"""spopt's maximum coverage with HiGHS on one plane: `spopt_mclp.py PLANE.npz` prints JSON."""

import json
import os
import sys
import time

import numpy as np
import pulp
from scipy.spatial.distance import cdist
from spopt.locate import MCLP

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what solvers print is no answer

given = np.load(sys.argv[1])
began, cpu = time.perf_counter(), time.process_time()
model = MCLP.from_cost_matrix(
    cdist(given["demand"], given["sites"]),
    given["weights"],
    service_radius=float(given["radius"]),
    p_facilities=int(given["number"]),
)
built = time.perf_counter() - began
solver = pulp.HiGHS(msg=False, timeLimit=float(given["seconds"]), threads=1)
model = model.solve(solver, results=False)
stands = [place for place, variable in enumerate(model.fac_vars) if (variable.value() or 0) > 0.5]
print(
    json.dumps(
        {
            "stands": stands,
            "status": pulp.LpStatus[model.problem.status],
            "bound": None,
            "build": built,
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
        }
    ),
    file=answers,
    flush=True,
)
