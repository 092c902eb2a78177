"""Run the named benchmarks, or all: ``python -m bench [name ...]``."""

import importlib
import pkgutil
import sys

import bench


def subjects() -> list[str]:
    """Return the modules of this package that have a ``main()``."""
    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_"))
    return [name for name in names if hasattr(importlib.import_module(f"bench.{name}"), "main")]


def run(wanted: list[str]) -> int:
    known = subjects()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    for name in wanted or known:
        print(f"== {name} ==\n", flush=True)
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
