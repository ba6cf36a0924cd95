# tries: to print without end
# stopped by: counting what is printed
# report: output
# control: none, because it would never end
while True:
    print("x" * 10_000)
