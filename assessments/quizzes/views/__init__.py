"""The pages of a quiz: its cover, an attempt, its review, and what instructors see of all of them."""
