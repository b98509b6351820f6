"""The overlay that the README shows does what it says."""

import re
import unittest

from manifests import CHECK, Manifests, containers
from network import PRIVATE, Network, Peer
from rules_of_lockstep import SETTINGS


class ReadmeTest(unittest.TestCase):
    def setUp(self):
        self.mine = Manifests.read("mine")
        self.text = (CHECK.parent / "README.md").read_text()

    def test_the_image_comes_from_elsewhere(self):
        images = {container["image"] for pod, container in containers(self.mine)}
        self.assertEqual({"registry.example/lockstep:0.1.0"}, images)

    def test_a_setting_is_added_and_the_others_stay(self):
        config = self.mine.of("ConfigMap")[0]["data"]
        self.assertEqual("https://cloud.example", config["LOCKSTEP_ALLOWED_ORIGINS"])
        self.assertEqual("true", config["LOCKSTEP_CLUSTER"])

    def test_the_ingress_has_another_host(self):
        spec = self.mine.get("Ingress", "lockstep")["spec"]
        self.assertEqual(["sync.example", ["sync.example"]], [spec["rules"][0]["host"], spec["tls"][0]["hosts"]])

    def test_stores_are_looked_for_at_their_addresses_only(self):
        network = Network(self.mine)
        pods = {it.workload: Peer.of(it) for it in self.mine.pods()}
        store = Peer("a store", address="10.1.2.3")
        for role, port in (("metadata", 5432), ("lock", 6379), ("dispatcher", 6379)):
            with self.subTest(role=role):
                reached = network.reach(pods[f"Deployment/lockstep-{role}"], [store, PRIVATE], [port])
                self.assertEqual({(store.name, port)}, reached)

    def test_it_has_a_service_monitor(self):
        self.assertEqual(1, len(self.mine.of("ServiceMonitor")))

    def test_what_it_names_exists(self):
        self.assertLessEqual(set(re.findall(r"LOCKSTEP_[A-Z_]+[A-Z]", self.text)), SETTINGS)
        policies = {it["metadata"]["name"] for it in Manifests.read("ha").of("NetworkPolicy")}
        self.assertEqual(policies - {"lockstep-deny"}, set(re.findall(r"^\| `(lockstep-\w+)` \|", self.text, re.MULTILINE)))
        for path in re.findall(r"\]\(([a-z][^):]+)\)", self.text):
            self.assertTrue((CHECK.parent / path).exists(), path)


if __name__ == "__main__":
    unittest.main()
