# tries: to be handed a descriptor over the wire it was given
# stopped by: seccomp: no messages on sockets
# report: raised
# control: none, because outside nobody gave the program a wire
import os
import socket

socket.socket(fileno=os.dup(3)).recvmsg(1, 100, socket.MSG_DONTWAIT)
print("@DONE@")
