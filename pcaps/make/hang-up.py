"""A server that takes one request over TCP and resets the connection.

    hang-up.py ADDRESS PORT
"""

import socket
import struct
import sys

listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
connection, _ = listener.accept()
connection.recv(65536)
connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
connection.close()
