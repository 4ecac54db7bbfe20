"""Optimisation engines: labelled frames in, answers with a proof or a gap out. Knows no files."""
