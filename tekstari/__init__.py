"""Tekstari: automatic and two-way SMS for companies."""

__version__ = "0.1.0"
