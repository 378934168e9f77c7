"""Patterns a channel gives for reading its receipts: written by people, so they can never hang us."""
