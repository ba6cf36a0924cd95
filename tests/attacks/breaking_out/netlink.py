# tries: to ask the kernel about the network
# stopped by: seccomp: no sockets
# report: raised
# control: outside
import socket

socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0))
print("@DONE@")
