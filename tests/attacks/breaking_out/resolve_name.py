# tries: to send the labels as part of a host's name
# stopped by: seccomp: no sockets
# report: raised
# control: none, because what a resolver answers depends on the machine's network
import socket

socket.gethostbyname("labels.example.org")
print("@DONE@")
