"""The past in memory: what a backtest and the stories know, without a database."""
