"""When, if, unless, then: what an automation waits for, and whether it has come."""
