"""Which servers may hand us mail, and whose word on the real client counts."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Network = IPv4Network | IPv6Network


def parse_networks(text: str) -> tuple[Network, ...]:
    """Networks and single addresses, separated by commas.

    Raises:
        ValueError: with the part that is none.

    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(_network(part) for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """The mail servers in front of us; without any, whoever reaches the port may speak."""

    networks: tuple[Network, ...] = ()

    def may_speak(self, address: str | None) -> bool:
        """Whether mail is taken from this address."""
        return not self.networks or self._holds(address)

    def are_believed(self, address: str | None) -> bool:
        """Whether this address is one of our own servers, named as such."""
        return bool(self.networks) and self._holds(address)

    def are_ours(self, address: str | None) -> bool:
        """The same, or this machine itself: what it says of the client before it is true."""
        parsed = _address(address)
        return parsed is not None and (parsed.is_loopback or self.are_believed(address))

    def _holds(self, address: str | None) -> bool:
        parsed = _address(address)
        return parsed is not None and any(
            parsed.version == network.version and parsed in network for network in self.networks
        )


def _network(part: str) -> Network:
    try:
        return ip_network(part, strict=False)
    except ValueError:
        raise ValueError(f"{part} is no address or network") from None


def _address(text: str | None) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address((text or "").partition("%")[0])
    except ValueError:
        return None
    # a socket that takes both families shows the older one inside the newer
    return getattr(parsed, "ipv4_mapped", None) or parsed
