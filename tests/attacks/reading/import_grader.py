# tries: to import the trusted side and read its rules
# stopped by: a path without it; Landlock
# report: raised
# control: outside
import grader.report

print("@DONE@", grader.report.__file__)
