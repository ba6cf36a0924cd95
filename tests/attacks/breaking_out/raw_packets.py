# tries: to read what passes on the network
# stopped by: seccomp: no sockets; no capabilities
# report: raised
# control: outside, as root
import socket

socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
print("@DONE@")
