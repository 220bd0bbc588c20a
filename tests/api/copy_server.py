"""Somebody else's server, to which copies of checkpoints are sent."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer


class CopyServer:
    """Answers every request with `status` and keeps (method, path, body)."""

    def __init__(self) -> None:
        self.status, self.got, self.text = 201, [], ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _take(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((self.command, self.path, body.decode()))
                self.send_response(outer.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                self.send_response(outer.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(outer.text.encode())))
                self.end_headers()
                self.wfile.write(outer.text.encode())

            do_POST = do_PUT = _take  # noqa: N815 the library's names

            def log_message(self, *_: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
