"""Two-stage staff plans against the best single quantile, on weeks of real counts that were held back."""
