"""The pages of what came out, a module for each who looks: learners, and the staff by task."""
