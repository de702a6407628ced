"""How the trained parts of the bot were made; nothing here runs while answering."""
