"""Monthly forecasts a year ahead on public histories, beside the same month of the year before."""
