"""Who may reach whom. Every line of these tables is a promise to an operator; what is not in them is closed."""

import unittest

from manifests import Manifests
from network import DNS, INGRESS, METADATA_SERVICE, MONITORING, NEIGHBOUR, PRIVATE, PUBLIC, STRANGER, Network, Peer
from test_schemas import OVERLAYS

OTHERS = [STRANGER, NEIGHBOUR, INGRESS, MONITORING, DNS, PRIVATE, PUBLIC, METADATA_SERVICE]
PORTS = [22, 53, 80, 443, 5432, 5701, 5702, 6379, 8080, 8081, 26379, 50000]
ROLES = [f"Deployment/lockstep-{role}" for role in ("gateway", "metadata", "lock", "dispatcher")]
PRIVATE_REDIS = {(PRIVATE.name, 6379), (PRIVATE.name, 26379)}


class NetworkTest(unittest.TestCase):
    def of(self, overlay):
        manifests = Manifests.read(overlay)
        self.pods = [Peer.of(it) for it in manifests.pods()]
        self.network = Network(manifests)

    def outgoing(self, workload, protocol="TCP"):
        source = next(it for it in self.pods if it.name == workload)
        return self.network.reach(source, [it for it in self.pods if it != source] + OTHERS, PORTS, protocol)

    def incoming(self, source):
        return self.network.reach(source, self.pods, PORTS)

    def bus(self, workload):
        return {(role, port) for role in ROLES if role != workload for port in (5701, 5702)}

    def test_the_bus_is_between_pods_of_lockstep_in_every_overlay(self):
        for overlay in OVERLAYS:
            self.of(overlay)
            stores = [it for it in self.pods if it.labels["app.kubernetes.io/name"] != "lockstep"]
            for source in OTHERS + stores:
                with self.subTest(overlay=overlay, source=source.name):
                    self.assertFalse({port for _, port in self.incoming(source)} & {5701, 5702})

    def test_each_role_of_ha_reaches_the_others_and_its_own_store(self):
        self.of("ha")
        stores = {"metadata": {(PRIVATE.name, 5432)}, "lock": PRIVATE_REDIS, "dispatcher": PRIVATE_REDIS}
        for role in ROLES:
            with self.subTest(role=role):
                own = stores.get(role.removeprefix("Deployment/lockstep-"), set())
                self.assertEqual(self.bus(role) | own | {(DNS.name, 53)}, self.outgoing(role))

    def test_pods_of_one_role_reach_each_other(self):
        self.of("ha")
        for pod in self.pods:
            with self.subTest(pod=pod.name):
                self.assertEqual({5701, 5702}, {port for _, port in self.network.reach(pod, [pod], PORTS)})

    def test_names_are_looked_up_by_udp_and_nothing_else_goes_so(self):
        self.of("ha")
        for role in ROLES:
            self.assertEqual({(DNS.name, 53)}, self.outgoing(role, "UDP"))

    def test_users_come_from_the_ingress_only_and_to_the_gateway_only(self):
        for overlay in ("ha", "dev", "mine"):
            with self.subTest(overlay=overlay):
                self.of(overlay)
                self.assertEqual({("Deployment/lockstep-gateway", 8080)}, self.incoming(INGRESS))
        self.of("single")
        self.assertEqual({("StatefulSet/lockstep", 8080)}, self.incoming(INGRESS))

    def test_the_monitoring_reaches_the_management_port_of_every_role(self):
        self.of("ha")
        self.assertEqual({(role, 8081) for role in ROLES}, self.incoming(MONITORING))

    def test_nobody_else_comes_in(self):
        for overlay in OVERLAYS:
            self.of(overlay)
            for source in (STRANGER, NEIGHBOUR, DNS, PRIVATE, PUBLIC, METADATA_SERVICE):
                with self.subTest(overlay=overlay, source=source.name):
                    self.assertEqual(set(), self.incoming(source))

    def test_in_dev_the_stores_are_for_those_that_need_them(self):
        self.of("dev")
        stores = [it for it in self.pods if it.name in ("StatefulSet/postgres", "StatefulSet/redis")]
        reached = {role: self.outgoing(role) & {(it.name, port) for it in stores for port in PORTS} for role in ROLES}
        redis = {("StatefulSet/redis", 6379)}
        self.assertEqual(
            {
                "Deployment/lockstep-gateway": set(),
                "Deployment/lockstep-metadata": {("StatefulSet/postgres", 5432)},
                "Deployment/lockstep-lock": redis,
                "Deployment/lockstep-dispatcher": redis,
            },
            reached,
        )
        for store in stores:
            self.assertEqual(set(), self.outgoing(store.name))

    def test_one_pod_reaches_nothing_but_the_dns(self):
        self.of("single")
        self.assertEqual({(DNS.name, 53)}, self.outgoing("StatefulSet/lockstep"))

    def test_web_hooks_and_a_nextcloud_open_what_they_need(self):
        self.of("ha-with-everything")
        everybody = {(DNS.name, 53)}
        self.assertEqual(
            everybody | PRIVATE_REDIS | {(PUBLIC.name, 443), (PRIVATE.name, 5432)},
            self.outgoing(ROLES[3]) - self.bus(ROLES[3]),
        )
        self.assertEqual(
            everybody | {(PUBLIC.name, 443), (PRIVATE.name, 443)}, self.outgoing(ROLES[0]) - self.bus(ROLES[0])
        )
        self.assertEqual(everybody | {(PRIVATE.name, 5432)}, self.outgoing(ROLES[1]) - self.bus(ROLES[1]))

    def test_without_its_policy_the_bus_would_be_open_or_dead(self):
        self.of("ha")
        everything_denied = Network(Manifests.read("ha"))
        everything_denied.policies = [it for it in everything_denied.policies if not it["podSelector"]]
        self.assertFalse(everything_denied.allows(self.pods[0], self.pods[1], 5701))
        nothing_denied = Network(Manifests.read("ha"))
        nothing_denied.policies = []
        self.assertTrue(nothing_denied.allows(STRANGER, self.pods[1], 5701))


if __name__ == "__main__":
    unittest.main()
