"""Compiles the rule of an execution where numba is installed (the extra ``fast``); the source stays one.

The functions of the rule are plain Python. Here each is given to the compiler with a scope in which the functions it calls are the
compiled ones. Compiling takes some ten seconds once; numba keeps the result beside the source, or in the user's cache.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import CFUNCTYPE, c_int64, c_void_p
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from safeconduct.movement.simulation import convoys, draws, execution, ongoing, release

RULE: tuple[ModuleType, ...] = (draws, ongoing, convoys, release, execution)
"""The modules of the rule, each after those it calls."""

OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "forceinline": True, "error_model": "numpy", "_nrt": False}
"""Nothing is allocated here, so nothing needs counting (``_nrt``: a third of the time); no divisor is ever zero (``error_model``)."""

SELDOM, APART = ("with_partners",), {"forceinline": False}
"""What few movements ever call stays a function of its own: built into the loop it costs all others some 4 % of their time."""


def installed() -> bool:
    """Say whether there is a compiler."""
    return find_spec("numba") is not None


@cache
def compiled() -> dict[str, Any]:
    """Return the functions of the rule, compiled, by name.

    Holds: the same numbers as the functions themselves (tests/theory/test_movement_simulation.py).
    """
    from numba import njit  # half a second to import, and most commands never simulate

    # A changed rule must never meet an older compilation: its digest is part of the name under which the result is kept.
    sources = [Path(__file__), *(Path(str(module.__file__)) for module in RULE)]
    digest = blake2b(b"".join(path.read_bytes() for path in sources), digest_size=6).hexdigest()
    scope: dict[str, Any] = {}
    for module in RULE:
        scope |= {name: value for name, value in vars(module).items() if not isinstance(value, FunctionType)}
        own = [value for value in vars(module).values() if isinstance(value, FunctionType) and value.__module__ == module.__name__]
        for function in own:
            copy = FunctionType(function.__code__, scope, function.__name__, function.__defaults__)
            copy.__qualname__, copy.__module__ = f"{function.__name__}_{digest}", module.__name__
            scope[function.__name__] = njit(**(OPTIONS | APART if function.__name__ in SELDOM else OPTIONS))(copy)
    return scope


@cache
def entry() -> Callable[..., None]:
    """Return ``execution.run``, compiled, for rows given by their addresses; it runs without the interpreter.

    Over bare addresses a number is fetched in one step; over arrays every index is first asked whether it is below zero.
    """
    from numba import cfunc, types

    from safeconduct.movement.simulation.compiled_row import CHANGING, FIXED

    signature = types.void(FIXED, CHANGING, *(types.int64,) * 4, CHANGING)
    made = cfunc(signature, cache=True)(compiled()["run"].py_func)
    prototype = CFUNCTYPE(None, c_void_p, c_void_p, *(c_int64,) * 4, c_void_p)
    called = prototype(int(made.address or 0))
    called.made = made  # type: ignore[attr-defined]  # the code lives as long as what it was made by
    return called
