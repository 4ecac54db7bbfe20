"""Is the promise kept on days whose demand changes, and with how many hours: played in code of its own."""
