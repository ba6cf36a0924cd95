# tries: to import scikit-learn, which has the data set with all its labels
# stopped by: Landlock: of the installed packages only torch, numpy and what they need
# report: raised
# control: none, because importing it takes longer than all other controls together
from sklearn.datasets import load_digits

print("@DONE@", load_digits().target[:3])
