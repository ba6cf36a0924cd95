# tries: to take all memory bit by bit
# stopped by: the limit on addresses
# report: memory
# control: none, because it would take the test's own memory
# limits: memory_bytes=200_000_000
kept = []
while True:
    kept.append(b"x" * 10_000 + bytes(len(kept) % 10))
