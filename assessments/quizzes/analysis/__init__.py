"""What the answers of a whole course say about a quiz's questions."""
