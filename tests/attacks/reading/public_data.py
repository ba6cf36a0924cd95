# tries: to read scikit-learn's copy of the data set, with all its labels
# stopped by: Landlock: of the installed packages only torch, numpy and what they need
# report: raised
# control: outside
if open("@PUBLIC_DATA@", "rb").read():
    print("@DONE@")
