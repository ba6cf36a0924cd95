"""From observations to verdicts: pure functions, one small file a question."""
