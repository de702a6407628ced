"""What stands around Gradio's part of the chat page, in the HTML that is sent."""

import re

TITLE = "b12bot: questions about vitamin B12 deficiency"
SUMMARY = "Answers about vitamin B12 deficiency, quoted word for word from one article."
SCRIPTS = ("reading.js", "talking.js", "help.js")
# Gradio's advertisement of itself, with pictures on other hosts.
ADVERTISEMENT = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
SKIP = '<a class="skip" href="#question">Skip to your question</a>'
NO_SCRIPT = """\
<noscript><main style="padding: 2rem; max-width: 40rem">
<h1>b12bot</h1>
<p>This page needs JavaScript, which is switched off in your browser.
You can still read <a href="about">about this page</a>.</p>
</main></noscript>"""


def framed(page: bytes) -> bytes:
    """The chat page with our scripts, a word to browsers without scripts, our title."""
    scripts = "".join(
        f'<script type="module" src="own/{name}"></script>' for name in SCRIPTS
    )
    head = f'<title>{TITLE}</title><meta name="description" content="{SUMMARY}">'
    page = ADVERTISEMENT.sub(b"", page)
    page = page.replace(b"</head>", f"{head}{scripts}</head>".encode(), 1)
    before = f"{SKIP}{NO_SCRIPT}<gradio-app"
    return page.replace(b"<gradio-app", before.encode(), 1)
