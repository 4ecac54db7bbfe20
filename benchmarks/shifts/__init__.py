"""Staff plans of generated cities, and the public shift-design instances."""
