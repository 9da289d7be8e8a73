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
        if open_depth == depth and not is_signature:
            out[-1] += words
        else:
            out.append(">" * depth + " " * bool(depth) + words)
        flows = words.endswith(" ") and not is_signature
        if flows and delete_space:
            out[-1] = out[-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join(out)
