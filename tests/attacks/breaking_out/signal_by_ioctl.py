# tries: to name another process as the owner of its socket, by ioctl
# stopped by: seccomp: a few harmless ioctl only
# report: raised
# control: outside
import fcntl
import os
import socket
import struct

try:
    descriptor = socket.socketpair()[0].detach()
except OSError:
    descriptor = 1
FIOSETOWN = 0x8901
fcntl.ioctl(descriptor, FIOSETOWN, struct.pack("i", int("@VICTIM_PID@")))
print("@DONE@")
