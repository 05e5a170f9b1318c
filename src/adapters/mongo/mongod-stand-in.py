"""Stands in for mongod: takes its arguments, runs SecantusDB in this very process.

Run through the launcher that install-secantus.ts writes, which gives it the right Python.
"""

import argparse
import logging
import signal
import sys
import threading

# mongodb-memory-server compares this with the version it was asked for.
PRETENDED_VERSION = "7.0.14"


def main() -> int:
    parser = argparse.ArgumentParser(prog="mongod", allow_abbrev=False)
    parser.add_argument("--version", action="store_true")
    parser.add_argument("--port", type=int, default=27017)
    parser.add_argument("--dbpath", default="./data")
    parser.add_argument("--bind_ip", default="127.0.0.1")
    # mongod has many more (--noauth, --storageEngine …); none of them matters here.
    options, _ignored = parser.parse_known_args()

    if options.version:
        print(f"db version v{PRETENDED_VERSION}\nSecantusDB standing in for mongod")
        return 0

    # Installed before the slow imports, so that an early signal is a stop too, not a traceback.
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())

    logging.basicConfig(level="WARNING", format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    from secantus import SecantusDBServer

    # Its own class rather than its command line: no secantusd.toml lying about is ever read.
    server = SecantusDBServer(
        host=options.bind_ip.split(",")[0],
        port=options.port,
        storage_path=options.dbpath,
        replica_set_name=None,
        # Without it a SIGKILL loses acknowledged inserts (146 of 6,814 measured; 0 of 6,010 with it).
        sync_on_commit=True,
    )
    if not stop.is_set():
        server.start()
        print(f"Waiting for connections on port {options.port}", flush=True)
        stop.wait()
    print("Stopping", flush=True)
    wake_accepting_thread(server)
    server.stop()
    return 0


def wake_accepting_thread(server: object) -> None:
    """Closing a socket does not wake a thread in accept(): stop() would sit out its 2 s wait for it."""
    listening = getattr(server, "_socket", None)
    if listening is not None:
        import socket

        try:
            listening.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # macOS refuses on a listening socket, and then takes the 2 s


if __name__ == "__main__":
    sys.exit(main())
