"""Who may open a connection to whom, by the network policies of an overlay."""

import ipaddress
from dataclasses import dataclass, field

from manifests import selects

OWN = "lockstep"


@dataclass(frozen=True)
class Peer:
    """One end of a connection: a pod somewhere, or an address outside."""

    name: str
    labels: dict = field(default_factory=dict)
    namespace: str = OWN
    address: str = ""
    ports: dict = field(default_factory=dict)

    @staticmethod
    def of(pod):
        return Peer(pod.workload, pod.labels, ports=pod.ports())


STRANGER = Peer("a stranger in the namespace", {"app.kubernetes.io/name": "other"})
NEIGHBOUR = Peer("a pod called lockstep elsewhere", {"app.kubernetes.io/name": OWN}, namespace="other")
INGRESS = Peer("the ingress controller", {"app.kubernetes.io/name": "ingress"}, namespace="ingress-nginx")
MONITORING = Peer("the monitoring", {"app.kubernetes.io/name": "prometheus"}, namespace="monitoring")
DNS = Peer("the DNS", {"k8s-app": "kube-dns"}, namespace="kube-system")
PRIVATE = Peer("a private address", address="10.20.30.40")
PUBLIC = Peer("a public address", address="203.0.113.7")
METADATA_SERVICE = Peer("the cloud's metadata service", address="169.254.169.254")


class Network:
    """The network policies of an overlay, all in one namespace."""

    def __init__(self, manifests):
        self.policies = [it["spec"] for it in manifests.of("NetworkPolicy")]

    def allows(self, source, target, port, protocol="TCP"):
        return self._passes("Egress", source, target, port, protocol, target) and self._passes(
            "Ingress", target, source, port, protocol, target
        )

    def reach(self, source, targets, ports, protocol="TCP"):
        """Where the source gets: the pairs of target and port."""
        return {(it.name, port) for it in targets for port in ports if self.allows(source, it, port, protocol)}

    def _passes(self, direction, subject, other, port, protocol, target):
        """Whether the subject's policies let it. Who is selected by none, or is not ours, is free."""
        if subject.address or subject.namespace != OWN:
            return True
        chosen = [
            it
            for it in self.policies
            if selects(it["podSelector"], subject.labels) and direction in it["policyTypes"]
        ]
        rules = [rule for it in chosen for rule in it.get(direction.lower(), [])]
        peers = "to" if direction == "Egress" else "from"
        return not chosen or any(
            (peers not in rule or any(is_meant(peer, other) for peer in rule[peers]))
            and ("ports" not in rule or any(is_open(it, port, protocol, target) for it in rule["ports"]))
            for rule in rules
        )


def is_meant(peer, other):
    if "ipBlock" in peer:
        return bool(other.address) and is_within(peer["ipBlock"], other.address)
    if other.address:
        return False
    if "namespaceSelector" in peer:
        namespace = {"kubernetes.io/metadata.name": other.namespace}
        if not selects(peer["namespaceSelector"], namespace):
            return False
    elif other.namespace != OWN:
        return False
    return selects(peer.get("podSelector", {}), other.labels)


def is_within(block, address):
    address = ipaddress.ip_address(address)
    return address in ipaddress.ip_network(block["cidr"]) and not any(
        address in ipaddress.ip_network(it) for it in block.get("except", [])
    )


def is_open(rule, port, protocol, target):
    if rule.get("protocol", "TCP") != protocol:
        return False
    if "port" not in rule:
        return True
    first = target.ports.get(rule["port"]) if isinstance(rule["port"], str) else rule["port"]
    return first is not None and first <= port <= rule.get("endPort", first)
