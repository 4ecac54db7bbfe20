"""Waiting lines: Erlang B, C and A over arrays, least servers for a promise, and lines played by customer."""

from optimize.queueing.erlang_a import erlang_a
from optimize.queueing.erlang_b import erlang_b
from optimize.queueing.erlang_c import erlang_c
from optimize.queueing.first_come import serve
from optimize.queueing.least_servers import Promise, least_servers
from optimize.queueing.line import Line, Performance, measure, served_within

__all__ = [
    "Line",
    "Performance",
    "Promise",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "least_servers",
    "measure",
    "serve",
    "served_within",
]
