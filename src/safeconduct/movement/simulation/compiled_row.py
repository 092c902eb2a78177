"""The row of a movement as the compiler sees it: numbers that never change while worlds are executed.

Told so, the compiler fetches each number once instead of after every change of the other row. Imported only where numba is installed.
"""

# mypy: disable-error-code="misc,no-untyped-call,untyped-decorator,attr-defined"
# (numba comes without types)

from __future__ import annotations

import operator
from typing import Any

from numba.core import types
from numba.core.datamodel import register_default
from numba.core.datamodel.models import PointerModel
from numba.core.imputils import lower_builtin


class FixedRow(types.CPointer):
    """The address of whole numbers that nobody changes."""


register_default(FixedRow)(PointerModel)


@lower_builtin(operator.getitem, FixedRow, types.Integer)
def fetch(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    """Fetch one number, marked as one that nothing changes."""
    row, at = values
    where = builder.gep(row, [at], inbounds=True)
    number = builder.load(where)
    number.set_metadata("invariant.load", builder.module.add_metadata([]))
    return number


FIXED = FixedRow(types.int64)
CHANGING = types.CPointer(types.int64)
