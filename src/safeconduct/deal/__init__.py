"""Who promised what; what is in force, due, blocked, and unlocked by whom."""

from safeconduct.deal.data import agreement_data, json_schema, node_data, tree_digest
from safeconduct.deal.model import Agreement, Clause, ShownBy, Word
from safeconduct.deal.read import read, read_file
from safeconduct.deal.write import note_in, write, write_clause

__all__ = [
    "Agreement",
    "Clause",
    "ShownBy",
    "Word",
    "agreement_data",
    "json_schema",
    "node_data",
    "note_in",
    "read",
    "read_file",
    "tree_digest",
    "write",
    "write_clause",
]
