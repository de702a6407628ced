"""What a browser may do with our pages: scripts and requests of this host alone."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


TLS = {"strict-transport-security": "max-age=31536000"}
GRANTS = "access-control-"  # Gradio grants every site everything


class Headers:
    """ASGI middleware that adds the security headers, and a policy to each HTML page.

    What was granted to other sites is taken back; see the application for who may ask.

    Inline scripts are allowed by their hash, so that one which slips into a page later
    does not run (Content Security Policy Level 3, W3C). Styles may be inline: Gradio
    writes them while it runs. `mended` changes the pages at some paths first.
    """

    def __init__(
        self, app: ASGIApp, mended: Mapping[str, Callable[[bytes], bytes]]
    ) -> None:
        self._app = app
        self._mended = mended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the response gets its headers on the way back."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        mend = self._mended.get(scope["path"], bytes)
        held: list[Message] = []

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in [each for each in headers if each.startswith(GRANTS)]:
                    del headers[name]
                headers.update(FIXED | (TLS if scope["scheme"] == "https" else {}))
                if headers.get("content-type", "").startswith("text/html"):
                    return held.append(message)
            if not held:
                return await send(message)
            held.append(message)
            return (
                None if message.get("more_body") else await _send_page(held, send, mend)
            )

        return await self._app(scope, receive, add)


async def _send_page(
    held: list[Message], send: Send, mend: Callable[[bytes], bytes]
) -> None:
    """Send a page that was held back until its scripts were known."""
    start, *parts = held
    body = mend(b"".join(part["body"] for part in parts))
    headers = MutableHeaders(scope=start)
    headers["content-security-policy"] = policy(body)
    headers["content-length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})


def policy(page: bytes) -> str:
    """The content security policy of a page of HTML."""
    hashes = {
        f"'sha256-{b64encode(sha256(script).digest()).decode()}'"
        for script in INLINE_SCRIPT.findall(page)
    }
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *sorted(hashes))),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
