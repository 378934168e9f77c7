"""Calls to make: what each outcome leads to."""
