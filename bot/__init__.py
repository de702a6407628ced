"""Talking: one `Bot.ask`, from triage to an answer made of cited excerpts."""

from bot.answer import Answer, Kind
from bot.bot import Bot, open_bot
from bot.excerpts import Excerpt
from bot.settings import Settings

__all__ = ["Answer", "Bot", "Excerpt", "Kind", "Settings", "open_bot"]
