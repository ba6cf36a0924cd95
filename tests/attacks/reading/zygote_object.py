# tries: to speak on the zygote's own lines, which it finds by walking up the stack
# stopped by: closing all descriptors but its own four
# report: finished
# control: none, because outside there is no zygote
import sys

frame = sys._getframe()
while frame is not None:
    zygote = frame.f_locals.get("self")
    for name in ("_control", "_listener"):
        line = getattr(zygote, name, None)
        if line is not None:
            try:
                line.send(b'{"op": "ended", "job": "x", "ending": "exited"}\n')
                print("@DONE@")
            except OSError:
                pass
    frame = frame.f_back
