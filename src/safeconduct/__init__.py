"""safeconduct carries a withdrawal from a conditional offer to the last convoy, and keeps what comes after open."""

__version__ = "0.1.0"
