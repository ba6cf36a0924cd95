# tries: to have memory set aside for a safetensors header that says it is enormous
# stopped by: the limit on addresses; outside, nobody reads that format
# report: memory or raised
# control: none, because it would take the test's own memory
# limits: memory_bytes=300_000_000
import json
import struct

header = json.dumps({"weight": {"dtype": "F32", "shape": [1 << 40], "data_offsets": [0, 1 << 42]}})
with open("model.safetensors", "wb") as file:
    file.write(struct.pack("<Q", 1 << 62) + header.encode())
with open("model.safetensors", "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    bytearray(length >> 24)
print("@DONE@")
