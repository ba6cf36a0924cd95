# tries: to read another process's memory as a file
# stopped by: Landlock: no /proc
# report: raised
# control: outside, as root
with open("/proc/@VICTIM_PID@/mem", "rb") as memory, open("/proc/@VICTIM_PID@/maps") as maps:
    for line in maps:
        if "[stack]" in line:
            start, end = (int(word, 16) for word in line.split()[0].split("-"))
            memory.seek(start)
            print(memory.read(end - start))
