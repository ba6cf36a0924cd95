# tries: to call a server on the same machine
# stopped by: seccomp: no sockets
# report: raised
# control: outside
import socket

with socket.create_connection(("127.0.0.1", int("@TCP_PORT@"))) as connection:
    connection.sendall(b"labels")
print("@DONE@")
