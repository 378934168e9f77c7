"""The fields, commands, optional parameters and statuses of SMPP 3.4, as data."""
