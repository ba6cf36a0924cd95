"""What a cell can do with a learner's program: one file a task."""
