# tries: to call a service of the machine by its socket's path
# stopped by: seccomp: no sockets
# report: raised
# control: outside
import socket

socket.socket(socket.AF_UNIX).connect("@UNIX_SOCKET@")
