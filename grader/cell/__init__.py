"""Inside the wall: the only home of torch and of a learner's code. Imported by nothing outside it."""
