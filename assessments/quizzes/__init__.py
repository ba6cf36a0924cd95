"""Flow 1: from a question shown to points explained."""
