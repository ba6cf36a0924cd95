# tries: to read what another job has in its scratch
# stopped by: Landlock: its own scratch only
# report: raised
# control: outside
print(open("@NEIGHBOUR@").read())
