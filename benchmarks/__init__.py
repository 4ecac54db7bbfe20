"""Benchmarks against public instances and peers; every area speaks the language of `frame.py`."""
