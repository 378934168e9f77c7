"""What a text says and what it costs: parts, placeholders, dates in words."""
