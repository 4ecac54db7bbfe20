"""Questions about published rosters, answered for the terminal and the service alike."""
