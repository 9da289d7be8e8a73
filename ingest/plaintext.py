"""Plain text bodies: soft line breaks of format=flowed (RFC 3676) joined, nothing else changed."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join the lines that the sender's program broke at a space, within one quote depth.

    Args:
        text: with LF line ends.
        delete_space: the DelSp parameter (section 4.1): the breaking space is no part of the text.

    """
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        # a space before the text only protects what would look like a quote (section 4.4)
        words = words.removeprefix(" ")
        is_signature = words == "-- "
        # an empty line is a paragraph to people, whatever the line before it ends with
        if open_depth != depth or is_signature or not words:
            out.append("\n" * bool(out) + ">" * depth + " " * bool(depth))
        flows = words.endswith(" ") and not is_signature
        out.append(words[:-1] if flows and delete_space else words)
        open_depth = depth if flows else -1
    return "".join(out)
