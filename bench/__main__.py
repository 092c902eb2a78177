"""``python -m bench [name ...]``: run every benchmark, or the named ones."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def run() -> None:
    known = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_"))
    wanted = [word for word in sys.argv[1:] if word in known] or known
    for name in wanted:
        importlib.import_module(f"bench.{name}").main()


run()
