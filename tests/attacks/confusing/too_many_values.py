# tries: to have millions of values made of two characters each
# stopped by: counting commas and brackets before any is read
# report: protocol
# control: none, because outside nobody listens
import os
import struct
import time

body = b'{"body":{"op":"x","a":[' + b"{}," * 2_000_000 + b'{}]},"arrays":[]}'
data = struct.pack(">I", len(body)) + body
while data:
    data = data[os.write(3, data) :]
time.sleep(20)
