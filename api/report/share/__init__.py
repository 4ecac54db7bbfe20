"""The page of a day of lending."""
