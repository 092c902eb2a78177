"""Benchmarks: one module per subject, each with a ``main()`` that prints tables of ratios against peers in the same run."""
