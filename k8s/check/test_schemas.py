"""Every object is valid for the oldest and the newest Kubernetes that is meant, with nothing unknown in it."""

import json
import unittest
from functools import lru_cache

import referencing
from jsonschema.validators import Draft202012Validator
from kubernetes_validate.utils import schema_contents

from manifests import CHECK, RENDERED, Manifests, title

VERSIONS = ("1.30.0", "1.37.0")
"""The first in which a preStop hook can sleep without a shell, and the newest that there are schemas of."""

OVERLAYS = sorted(path.stem for path in RENDERED.glob("*.yaml"))


@lru_cache(maxsize=None)
def definitions(version):
    return referencing.Resource.from_contents(
        schema_contents(f"kubernetes-json-schema/v{version}-local-strict/_definitions.json", version)
    )


@lru_cache(maxsize=None)
def validator(version, kind, api_version):
    if api_version == "monitoring.coreos.com/v1":
        return Draft202012Validator(json.loads((CHECK / f"{kind.lower()}.schema.json").read_text()))
    group, slash, number = api_version.partition("/")
    name = f"{kind.lower()}-{group.split('.')[0]}{slash and '-'}{number}"
    schema = schema_contents(f"kubernetes-json-schema/v{version}-local-strict/{name}.json", version)
    registry = definitions(version) @ referencing.Registry()
    return Draft202012Validator(schema, registry=registry)


def complaints(version, it):
    errors = validator(version, it["kind"], it["apiVersion"]).iter_errors(it)
    return [f"{title(it)} {error.json_path}: {error.message}" for error in errors]


class SchemasTest(unittest.TestCase):
    def test_there_are_overlays(self):
        self.assertLessEqual({"single", "ha", "dev", "mine"}, set(OVERLAYS))

    def test_every_object_is_valid(self):
        for overlay in OVERLAYS:
            for version in VERSIONS:
                for it in Manifests.read(overlay).objects:
                    with self.subTest(overlay=overlay, version=version, object=title(it)):
                        self.assertEqual([], complaints(version, it))

    def test_what_is_misspelt_or_missing_is_found(self):
        ha = Manifests.read("ha-with-everything")
        for kind, mistake in (
            ("Deployment", lambda spec: spec["template"]["spec"].update(terminationGracePeriod=1)),
            ("NetworkPolicy", lambda spec: spec.update(podSelectors={})),
            ("HorizontalPodAutoscaler", lambda spec: spec.pop("maxReplicas")),
            ("PodDisruptionBudget", lambda spec: spec.update(maxUnavailable=[1])),
            ("Ingress", lambda spec: spec["rules"][0]["http"]["paths"][0].update(pathType=7)),
            ("ServiceMonitor", lambda spec: spec["endpoints"][0].update(paths="/metrics")),
        ):
            with self.subTest(kind=kind):
                broken = ha.copy().of(kind)[0]
                mistake(broken["spec"])
                self.assertTrue(complaints(VERSIONS[0], broken))


if __name__ == "__main__":
    unittest.main()
