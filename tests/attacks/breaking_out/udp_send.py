# tries: to send one datagram, which needs no connection
# stopped by: seccomp: no sockets
# report: raised
# control: outside
import socket

socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"labels", ("127.0.0.1", int("@UDP_PORT@")))
