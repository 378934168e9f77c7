"""Reading what operators write: fields, times, and the patterns a channel gives."""
