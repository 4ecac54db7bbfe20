"""A directed road graph as one sparse matrix of minutes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from quarterhour.labels import LabelError, require_columns

LEAST_MINUTES = 1e-6
"""What an arc of no length takes, so that no sparse routine mistakes it for a missing arc."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes by label and the minutes of each arc between them.

    Attributes
    ----------
    nodes
        Node labels, in the order of the matrix.
    matrix
        nodes x nodes, minutes of the shortest arc from row to column, strictly positive.
    """

    nodes: pd.Index
    matrix: sparse.csr_array

    @classmethod
    def of(cls, nodes: pd.Series, arcs: pd.DataFrame) -> Graph:
        """The graph of directed `arcs` (from_node, to_node, minutes); of parallel arcs the shortest stays.

        Raises
        ------
        LabelError
            When a node stands twice or an arc ends at an unknown one.
        ValueError
            When minutes are negative or not finite.
        """
        require_columns(arcs, ["from_node", "to_node", "minutes"], "arcs")
        labels = pd.Index(nodes)
        if not labels.is_unique:
            raise LabelError(f"road nodes: {labels[labels.duplicated()][0]} stands twice.")
        rows, columns = labels.get_indexer(arcs["from_node"]), labels.get_indexer(arcs["to_node"])
        unknown = np.flatnonzero((rows < 0) | (columns < 0))
        if len(unknown):
            arc = arcs.iloc[int(unknown[0])]
            raise LabelError(f"arcs: no node for {arc['from_node']} or {arc['to_node']}.")
        took = arcs["minutes"].to_numpy(dtype=float)
        if not (np.isfinite(took) & (took >= 0)).all():
            raise ValueError(
                "arcs: minutes must be finite and not negative.\nMaybe a speed of 0 stands behind it."
            )
        return cls(labels, _shortest(rows, columns, np.maximum(took, LEAST_MINUTES), len(labels)))

    @cached_property
    def reversed(self) -> sparse.csr_array:
        """The same graph with every arc turned round."""
        return sparse.csr_array(self.matrix.T)

    @cached_property
    def in_largest_part(self) -> npt.NDArray[np.bool_]:
        """Whether a node lies in the largest strongly connected component: can be reached and left.

        Of equally large ones that of the earliest node counts.
        """
        _, part = csgraph.connected_components(self.matrix, directed=True, connection="strong")
        if not len(part):
            return np.zeros(0, dtype=bool)
        size = np.bincount(part)[part]
        inside: npt.NDArray[np.bool_] = part == part[np.argmax(size)]
        return inside

    def position(self, nodes: pd.Series) -> npt.NDArray[np.intp]:
        """Where each node stands in the matrix.

        Raises
        ------
        LabelError
            When the graph lacks one.
        """
        found = self.nodes.get_indexer(pd.Index(nodes))
        if (found < 0).any():
            raise LabelError(f"the graph has no node {nodes.iloc[int(np.argmax(found < 0))]}.")
        return found


def _shortest(
    rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], took: npt.NDArray[np.float64], size: int
) -> sparse.csr_array:
    order = np.lexsort((took, columns, rows))
    rows, columns, took = rows[order], columns[order], took[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    first &= rows != columns
    # scipy's shortest paths want 32-bit indices, and would turn others into such at every call.
    ends = (rows[first].astype(np.int32), columns[first].astype(np.int32))
    return sparse.csr_array((took[first], ends), shape=(size, size))
