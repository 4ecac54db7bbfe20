"""The organisation's own tables: read, checked, written; opening hours, calendar, history and pools from them."""
