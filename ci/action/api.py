"""A stand-in for the part of GitHub's API that comment.sh uses. Tests start it: api.py FOLDER

It prints its port. FOLDER/comments.json has the comments, before and after; FOLDER/requests a line for each request. Tokens:
"writer" may do everything, "reader" (of a pull request from a fork) may only read; every other is refused.
"""
import http.server
import json
import os
import re
import sys
import threading
import urllib.parse

folder = sys.argv[1]
path = os.path.join(folder, "comments.json")


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def reply(self, status, value):
        with open(os.path.join(folder, "requests"), "a") as f:
            f.write("%s %s %d\n" % (self.command, self.path, status))
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_any(self):
        size = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(size)
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if token not in ("writer", "reader"):
            return self.reply(401, {"message": "Bad credentials"})
        with open(path) as f:
            comments = json.load(f)
        url = urllib.parse.urlsplit(self.path)
        if self.command == "GET" and url.path == "/repos/o/r/issues/7/comments":
            query = dict(urllib.parse.parse_qsl(url.query))
            size, page = int(query.get("per_page", 30)), int(query.get("page", 1))
            return self.reply(200, comments[size * (page - 1):size * page])
        if self.command == "GET" or token == "reader":
            return self.reply(403, {"message": "Resource not accessible by integration"})
        body = json.loads(sent)["body"]
        if len(body) > 65536:
            return self.reply(422, {"message": "body is too long"})
        one = re.fullmatch(r"/repos/o/r/issues/comments/(\d+)", url.path)
        if self.command == "POST" and url.path == "/repos/o/r/issues/7/comments":
            status, found = 201, {"id": 1000 + len(comments), "user": {"login": "github-actions[bot]", "type": "Bot"}}
            comments.append(found)
        elif self.command == "PATCH" and one and any(c["id"] == int(one[1]) for c in comments):
            status, found = 200, next(c for c in comments if c["id"] == int(one[1]))
        else:
            return self.reply(404, {"message": "Not Found"})
        found["body"] = body
        with open(path, "w") as f:
            json.dump(comments, f)
        self.reply(status, found)

    do_GET = do_POST = do_PATCH = handle_any


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
# Ends with whoever started it, as tests/tools/testserver does.
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server.serve_forever()
