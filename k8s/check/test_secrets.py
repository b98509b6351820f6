"""What secret.sh prints is what the pods refer to."""

import os
import subprocess
import unittest

import yaml

from manifests import CHECK, Manifests, containers
from test_schemas import VERSIONS, complaints

STORES = {
    "LOCKSTEP_POSTGRES_URI": "postgresql://lockstep:secret@db.example/lockstep",
    "LOCKSTEP_REDIS_URI": "redis://redis.example:6379",
}


def run(**settings):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOCKSTEP_")}
    command = ["bash", str(CHECK.parent / "secret.sh")]
    return subprocess.run(command, env={**environment, **settings}, capture_output=True, text=True)


def printed(**settings):
    secrets = list(yaml.safe_load_all(run(**settings).stdout))
    return {it["metadata"]["name"]: it["stringData"] for it in secrets}


def wanted(overlay):
    references = [
        variable["valueFrom"]["secretKeyRef"]
        for _, container in containers(Manifests.read(overlay))
        for variable in container.get("env", [])
        if "secretKeyRef" in variable.get("valueFrom", {})
    ]
    return {(it["name"], it["key"]) for it in references if not it.get("optional")}


def keys(secrets):
    return {(name, key) for name, data in secrets.items() for key in data}


class SecretsTest(unittest.TestCase):
    def test_it_prints_what_each_overlay_refers_to(self):
        self.assertEqual(wanted("ha"), keys(printed(**STORES)))
        self.assertEqual(wanted("dev"), keys(printed()))
        self.assertEqual(set(), wanted("single"))

    def test_it_is_valid(self):
        for it in yaml.safe_load_all(run().stdout):
            for version in VERSIONS:
                self.assertEqual([], complaints(version, it))

    def test_every_run_makes_long_secrets_of_its_own(self):
        first, second = printed()["lockstep"], printed()["lockstep"]
        self.assertEqual(set(), set(first.values()) & set(second.values()))
        self.assertEqual([64, 64], [len(first["jwt-secret"]), len(first["cluster-secret"])])

    def test_the_stores_are_those_that_were_given(self):
        secrets = printed(**STORES)["lockstep"]
        self.assertEqual(STORES["LOCKSTEP_POSTGRES_URI"], secrets["postgres-uri"])
        self.assertEqual(STORES["LOCKSTEP_REDIS_URI"], secrets["redis-uri"])

    def test_the_stores_of_dev_have_the_passwords_of_their_addresses(self):
        secrets = printed()
        self.assertIn(f":{secrets['lockstep-stores']['postgres-password']}@postgres:", secrets["lockstep"]["postgres-uri"])
        self.assertIn(f":{secrets['lockstep-stores']['redis-password']}@redis:", secrets["lockstep"]["redis-uri"])

    def test_one_store_without_the_other_is_refused(self):
        for name, value in STORES.items():
            with self.subTest(given=name):
                refused = run(**{name: value})
                self.assertEqual((1, ""), (refused.returncode, refused.stdout))
                self.assertIn("give both", refused.stderr)


if __name__ == "__main__":
    unittest.main()
