"""Telegram: receive updates, hand them in before acknowledging them, and send messages."""
