# tries: to call a service whose socket has no path that a file system could guard
# stopped by: seccomp: no sockets
# report: raised
# control: outside
import socket

socket.socket(socket.AF_UNIX).connect("\0@ABSTRACT_SOCKET@")
