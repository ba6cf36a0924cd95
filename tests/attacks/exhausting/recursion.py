# tries: to fill Python's stack
# stopped by: the interpreter's own limit
# report: raised
# control: none, because outside it is stopped as well
def again():
    again()


again()
