# tries: to load a small checkpoint that stands for a giant of a tensor
# stopped by: the limit on addresses
# report: memory or raised
# control: none, because it would take the test's own memory
# limits: memory_bytes=300_000_000
import io
import zipfile

import torch

plain, bomb = io.BytesIO(), io.BytesIO()
torch.save(torch.zeros(1 << 20), plain)
with zipfile.ZipFile(plain) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
    for entry in old.namelist():
        new.writestr(entry, bytes(1 << 30) if entry.endswith("/data/0") else old.read(entry))
bomb.seek(0)
torch.load(bomb)
