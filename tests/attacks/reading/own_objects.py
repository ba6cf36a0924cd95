# tries: to find the job before, or its labels, among the objects of the interpreter and its frames
# stopped by: a zygote that never holds anything of a job
# report: finished
# control: none, because outside there was no job before
import gc
import sys

wanted = "-".join(["canary", ""])
seen = [o for o in gc.get_objects() if isinstance(o, dict) and o is not globals()]
frame = sys._getframe()
while frame is not None:
    seen.append(
        {key: value for key, value in frame.f_locals.items() if frame.f_globals is not globals()}
    )
    frame = frame.f_back
for found in seen:
    for key, value in list(found.items()):
        if isinstance(value, (str, bytes)) and wanted in str(value) and "__main__" not in str(key):
            print(value)
