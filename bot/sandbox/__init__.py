"""A chat server of our own for trying things out and for tests; nothing here sees real letters."""

from __future__ import annotations
