# tries: to read a file of the worker's
# stopped by: Landlock: reading the interpreter and torch only
# report: raised
# control: outside
print(open("@SECRET_FILE@").read())
