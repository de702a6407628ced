"""Everything the bot says in its own voice, from the templates in bot/templates/."""

import re
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.excerpts import Excerpt
from bot.triage import Decision

BLANK_LINES = re.compile(r"\n{3,}")
SUFFIX = ".md.j2"
MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$]|&(?=#?\w+;)")


def escape(text: str) -> str:
    """The text as Markdown that shows it as it is, markup and HTML included."""
    return MARKUP.sub(r"\\\g<0>", text)


class Wording:
    """The templates, loaded once."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("bot"),
            auto_reload=False,  # which looks at every file for each answer
            autoescape=False,  # noqa: S701 - Markdown; what is quoted goes through escape
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["escape_markdown"] = escape
        self._templates.filters["take_turns"] = lambda ways, turn: ways[
            turn % len(ways)
        ]
        self._templates.filters["dialled"] = lambda number: number.replace(" ", "")

    def say(self, name: str, **given: object) -> str:
        """The wording of one template, without white space around it."""
        text = self._templates.get_template(f"{name}{SUFFIX}").render(given)
        return BLANK_LINES.sub("\n\n", text).strip()

    def name_of(self, decision: Decision) -> str:
        """The template for a decision, in its language if there is one."""
        rule, language = decision.rule, decision.language
        places = (f"{language}/{rule}", f"{language}/any", rule)
        names = [f"{decision.kind}/{place}{SUFFIX}" for place in places]
        found = self._templates.select_template(names)
        return str(found.name).removesuffix(SUFFIX)

    def reply(
        self,
        name: str,
        *,
        notice: str = "",
        read_as: str = "",
        excerpts: Sequence[Excerpt] = (),
        **given: object,
    ) -> str:
        """A whole reply: notice, what was understood, body, disclaimer."""
        return self.say(
            "reply",
            body=f"{name}{SUFFIX}",
            notice=notice,
            read_as=read_as,
            excerpts=excerpts,
            **given,
        )
