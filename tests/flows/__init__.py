"""Both stories, end to end, with real processes."""
