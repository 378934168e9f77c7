"""A playbook: an automation as text that people read, checked line by line."""
