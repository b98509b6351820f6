"""What an overlay renders to, and how Kubernetes finds things in it."""

import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

CHECK = Path(__file__).resolve().parent
RENDERED = CHECK.parent / "target" / "rendered"
WORKLOADS = ("Deployment", "StatefulSet")


@dataclass(frozen=True)
class Pod:
    """The pods of one workload."""

    workload: str
    labels: dict
    spec: dict
    claims: tuple = ()

    @property
    def is_lockstep(self):
        return self.labels.get("app.kubernetes.io/name") == "lockstep"

    def ports(self):
        """Number of each named port."""
        return {
            port["name"]: port["containerPort"]
            for container in self.spec["containers"]
            for port in container.get("ports", [])
        }


class Manifests:
    """The objects of one overlay."""

    def __init__(self, objects):
        self.objects = objects

    @staticmethod
    @lru_cache(maxsize=None)
    def read(name):
        """Who changes them changes a copy."""
        text = (RENDERED / f"{name}.yaml").read_text()
        return Manifests([it for it in yaml.load_all(text, Loader=yaml.CSafeLoader) if it])

    def copy(self):
        return Manifests(copy.deepcopy(self.objects))

    def of(self, *kinds):
        return [it for it in self.objects if it["kind"] in kinds]

    def get(self, kind, name):
        return next(it for it in self.of(kind) if it["metadata"]["name"] == name)

    def remove(self, kind, name):
        self.objects.remove(self.get(kind, name))

    def pods(self):
        return [
            Pod(
                title(it),
                it["spec"]["template"]["metadata"]["labels"],
                it["spec"]["template"]["spec"],
                tuple(claim["metadata"]["name"] for claim in it["spec"].get("volumeClaimTemplates", [])),
            )
            for it in self.of(*WORKLOADS)
        ]

    def config(self, name):
        return self.get("ConfigMap", name).get("data", {})


def containers(manifests):
    for pod in manifests.pods():
        for container in pod.spec["containers"] + pod.spec.get("initContainers", []):
            yield pod, container


def environment(manifests, container):
    """The settings of a container; of what is only referred to, the place."""
    found = {}
    for source in container.get("envFrom", []):
        found.update(manifests.config(source["configMapRef"]["name"]))
    for variable in container.get("env", []):
        reference = variable.get("valueFrom", {})
        found[variable["name"]] = variable.get("value") or reference.get("fieldRef", {}).get("fieldPath", "a secret")
    return found


def title(it):
    return f"{it['kind']}/{it['metadata']['name']}"


def selects(selector, labels):
    """Whether a label selector meets these labels. An empty one meets all."""
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items()) and all(
        meets(expression, labels) for expression in selector.get("matchExpressions", [])
    )


def meets(expression, labels):
    value = labels.get(expression["key"])
    operator = expression["operator"]
    if operator == "In":
        return value in expression["values"]
    if operator == "NotIn":
        return value not in expression["values"]
    return (value is not None) == (operator == "Exists")
