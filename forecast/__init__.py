"""Demand forecasting: labelled frames in, means, ranges and sample paths out. Knows no files."""
