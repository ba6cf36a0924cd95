"""The same as the pages, for programs: a module for learners, one for the staff."""
