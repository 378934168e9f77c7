"""Dialogues as data, and the engine that moves one run one step."""
