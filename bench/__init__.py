"""Benchmarks: scripts that print tables of ratios beside peers in the same run. A benchmark is never a test."""
