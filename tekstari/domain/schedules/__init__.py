"""When: lengths of time, opening hours and quiet hours, right on the nights the clocks move."""
