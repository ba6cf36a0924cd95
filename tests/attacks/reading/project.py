# tries: to read the service's own files
# stopped by: Landlock: reading the interpreter and torch only
# report: raised
# control: outside
if open("@PROJECT@/grader/scoring.py").read():
    print("@DONE@")
