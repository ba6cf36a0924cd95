"""Flow 2: from a program sent in to its report."""
