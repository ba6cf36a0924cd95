# tries: to make a pair of sockets, over which descriptors could be passed
# stopped by: seccomp: no sockets
# report: raised
# control: outside
import socket

socket.socketpair()
print("@DONE@")
