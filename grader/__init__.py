"""The grader: judges a training program on data held out from it. Knows nothing of the web."""
