#!/usr/bin/env python3
"""Tell a running baresip what to do: say.py COMMAND [PARAMETER], as say.py dial sip:bob@10.77.0.1.

It speaks to baresip's ctrl_tcp module, whose messages are JSON in netstrings.
"""

import json
import socket
import sys

message = {"command": sys.argv[1], "params": sys.argv[2] if len(sys.argv) > 2 else ""}
text = json.dumps(message).encode()
with socket.create_connection(("127.0.0.1", 4444), timeout=5) as connection:
    connection.sendall(b"%d:%s," % (len(text), text))
    connection.settimeout(0.3)
    try:
        while answer := connection.recv(65536):
            print(answer.decode(errors="replace"))
    except TimeoutError:
        pass
