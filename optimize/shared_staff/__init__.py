"""People shared between outlets and lent by partners: planned loans and the standby reserve."""
