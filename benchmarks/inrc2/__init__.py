"""The Second International Nurse Rostering Competition: weeks revealed one after the other, with history."""
