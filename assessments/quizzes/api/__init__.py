"""Quizzes and attempts for programs: the same deeds as the pages, in JSON."""
