"""The service: what learners and instructors meet. Everything that judges code is in `grader`."""
