# tries: to unpack an archive a thousand times its size
# stopped by: the limit on addresses
# report: memory
# control: none, because it would take the test's own memory
# limits: memory_bytes=200_000_000
import zlib

packer = zlib.compressobj(1)
packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
zlib.decompress(packed)
