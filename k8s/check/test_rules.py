"""Every overlay keeps every rule, and every rule notices when it is broken."""

import unittest

import rules
from manifests import Manifests
from test_schemas import OVERLAYS


def pod(manifests, name):
    return next(it.spec for it in manifests.pods() if it.workload.endswith(name))


def container(manifests, name="lockstep-gateway"):
    return pod(manifests, name)["containers"][0]


def settings(manifests):
    return next(it["data"] for it in manifests.of("ConfigMap"))


def policy(manifests, name):
    return manifests.get("NetworkPolicy", name)["spec"]


def service(manifests, name):
    return manifests.get("Service", name)["spec"]


def without_cluster_address(manifests):
    env = container(manifests)["env"]
    env.remove(next(it for it in env if it["name"] == "LOCKSTEP_CLUSTER_HOST"))


def all_lite(manifests):
    for name in ("gateway", "metadata", "lock", "dispatcher"):
        container(manifests, name)["env"].append({"name": "LOCKSTEP_CLUSTER_LITE", "value": "true"})


def in_clear(manifests):
    env = container(manifests)["env"]
    next(it for it in env if it["name"] == "LOCKSTEP_JWT_SECRET").update(value="x", valueFrom={})


AUTOSCALER = ("HorizontalPodAutoscaler", "lockstep-gateway")
BREAKAGES = {
    "every_container_is_probed": [
        lambda it: container(it).pop("startupProbe"),
        lambda it: container(it, "redis").pop("livenessProbe"),
        lambda it: container(it)["readinessProbe"]["httpGet"].update(port="http"),
    ],
    "readiness_and_liveness_differ": [
        lambda it: container(it)["livenessProbe"]["httpGet"].update(path="/health/ready"),
    ],
    "every_container_says_what_it_needs": [
        lambda it: container(it)["resources"]["requests"].pop("cpu"),
        lambda it: container(it)["resources"]["limits"].update(memory="4Gi"),
    ],
    "every_pod_is_restricted": [
        lambda it: pod(it, "gateway")["securityContext"].update(runAsNonRoot=False),
        lambda it: pod(it, "gateway")["securityContext"].pop("seccompProfile"),
        lambda it: pod(it, "gateway").update(hostNetwork=True),
        lambda it: pod(it, "gateway")["volumes"].append({"name": "etc", "hostPath": {"path": "/etc"}}),
        lambda it: container(it)["securityContext"].pop("allowPrivilegeEscalation"),
        lambda it: container(it)["securityContext"].update(readOnlyRootFilesystem=False),
        lambda it: container(it, "postgres")["securityContext"].update(capabilities={}),
        lambda it: container(it)["ports"][0].update(hostPort=80),
    ],
    "no_pod_gets_a_token_of_the_api": [lambda it: pod(it, "postgres").pop("automountServiceAccountToken")],
    "no_pod_gets_settings_from_services": [lambda it: pod(it, "gateway").pop("enableServiceLinks")],
    "what_is_mounted_exists": [
        lambda it: pod(it, "gateway").update(volumes=[]),
        lambda it: container(it).pop("volumeMounts"),
    ],
    "data_stay_their_owners": [lambda it: pod(it, "postgres")["securityContext"].update(fsGroupChangePolicy="Always")],
    "there_is_time_to_drain": [
        lambda it: container(it).pop("lifecycle"),
        lambda it: settings(it).pop("LOCKSTEP_GRACE_SECONDS"),
        lambda it: settings(it).update(LOCKSTEP_GRACE_SECONDS="60"),
        lambda it: pod(it, "gateway").pop("terminationGracePeriodSeconds"),
    ],
    "rolling_never_leaves_fewer": [lambda it: it.get("Deployment", "lockstep-lock")["spec"].pop("strategy")],
    "pods_spread_over_machines_and_zones": [
        lambda it: pod(it, "gateway")["topologySpreadConstraints"].pop(),
        lambda it: pod(it, "gateway")["topologySpreadConstraints"][0].update(labelSelector={"matchLabels": {"a": "b"}}),
    ],
    "every_selector_selects": [
        lambda it: service(it, "lockstep-gateway")["selector"].update({"app.kubernetes.io/component": "gate"}),
        lambda it: policy(it, "lockstep-bus").update(podSelector={"matchLabels": {"app.kubernetes.io/name": "lock"}}),
        lambda it: it.get("PodDisruptionBudget", "lockstep-lock")["spec"].update(selector={"matchLabels": {"a": "b"}}),
        lambda it: it.get("Deployment", "lockstep-lock")["spec"]["selector"]["matchLabels"].update(a="b"),
        lambda it: it.remove("Service", "lockstep-management"),
    ],
    "pods_are_of_one_workload": [
        lambda it: it.get("Deployment", "lockstep-lock")["spec"]["selector"]["matchLabels"].pop(
            "app.kubernetes.io/component"
        ),
    ],
    "every_peer_of_a_policy_exists": [
        lambda it: policy(it, "redis")["ingress"][0]["from"][0]["podSelector"]["matchLabels"].update(a="b"),
    ],
    "every_reference_is_met": [
        lambda it: it.get(*AUTOSCALER)["spec"]["scaleTargetRef"].update(name="gateway"),
        lambda it: service(it, "lockstep-gateway")["ports"][0].update(name="web"),
        lambda it: service(it, "lockstep-gateway")["ports"][0].update(targetPort="web"),
        lambda it: service(it, "lockstep-management")["ports"][0].update(name="metrics"),
        lambda it: it.get("StatefulSet", "redis")["spec"].update(serviceName="cache"),
        lambda it: it.remove("ServiceAccount", "lockstep"),
        lambda it: container(it)["envFrom"][0]["configMapRef"].update(name="lockstep"),
    ],
    "what_is_scaled_has_no_fixed_number": [
        lambda it: it.get("Deployment", "lockstep-gateway")["spec"].update(replicas=3),
    ],
    "sessions_drive_the_gateways": [
        lambda it: it.get(*AUTOSCALER)["spec"]["metrics"][0]["pods"]["metric"].update(name="lockstep_sockets"),
        lambda it: it.get(*AUTOSCALER)["spec"]["behavior"]["scaleDown"].update(stabilizationWindowSeconds=0),
    ],
    "a_cluster_finds_all_its_nodes": [
        lambda it: service(it, "lockstep-nodes").pop("publishNotReadyAddresses"),
        lambda it: service(it, "lockstep-nodes").pop("clusterIP"),
        lambda it: service(it, "lockstep-nodes")["selector"].update({"app.kubernetes.io/component": "lock"}),
        lambda it: settings(it).update(LOCKSTEP_CLUSTER_BUS_PORT="5703"),
        lambda it: settings(it).update(LOCKSTEP_CLUSTER_DNS="lockstep-gateway"),
        without_cluster_address,
    ],
    "a_cluster_has_all_roles": [lambda it: it.remove("Deployment", "lockstep-lock"), all_lite],
    "only_the_nodes_are_a_service_of_the_bus": [
        lambda it: service(it, "lockstep-gateway").update(type="LoadBalancer"),
        lambda it: service(it, "lockstep-management")["ports"][0].update(port=5701),
    ],
    "every_setting_exists": [
        lambda it: settings(it).update(LOCKSTEP_CLUSTER_NODES="lockstep-nodes"),
        lambda it: container(it)["env"].append({"name": "LOCKSTEP_ROLE", "value": "gateway"}),
    ],
    "secrets_are_referred_to": [
        in_clear,
        lambda it: settings(it).update(LOCKSTEP_POSTGRES_URI="postgresql://a:b@c/d"),
        lambda it: it.objects.append({"kind": "Secret", "metadata": {"name": "lockstep"}}),
    ],
    "images_have_a_version": [
        lambda it: container(it).update(image="lockstep"),
        lambda it: container(it).update(image="registry.example:5000/lockstep"),
        lambda it: container(it).update(image="lockstep:latest"),
    ],
    "sockets_pass_the_ingress": [
        lambda it: it.get("Ingress", "lockstep")["metadata"].pop("annotations"),
        lambda it: it.get("Ingress", "lockstep")["metadata"]["annotations"].update(
            {"nginx.ingress.kubernetes.io/rewrite-target": "/"}
        ),
    ],
    "everything_is_in_the_namespace": [
        lambda it: it.get("Deployment", "lockstep-lock")["metadata"].update(namespace="default"),
        lambda it: it.get("Namespace", "lockstep")["metadata"].pop("labels"),
    ],
}


def everything():
    """An overlay with all there is, to be broken."""
    return Manifests(
        Manifests.read("ha-with-everything").objects
        + [it for it in Manifests.read("dev").objects if it["metadata"]["name"] in ("postgres", "redis")]
    )


class RulesTest(unittest.TestCase):
    def test_every_overlay_keeps_every_rule(self):
        for overlay in OVERLAYS:
            for rule in rules.ALL:
                with self.subTest(overlay=overlay, rule=rule.__name__):
                    self.assertEqual([], list(rule(Manifests.read(overlay))))

    def test_there_is_a_breakage_for_every_rule(self):
        self.assertEqual({it.__name__ for it in rules.ALL}, set(BREAKAGES))

    def test_what_is_to_be_broken_is_whole(self):
        for rule in rules.ALL:
            self.assertEqual([], list(rule(everything())), rule.__name__)

    def test_every_rule_notices_when_it_is_broken(self):
        whole = everything()
        for rule in rules.ALL:
            for number, break_it in enumerate(BREAKAGES[rule.__name__]):
                with self.subTest(rule=rule.__name__, breakage=number):
                    broken = whole.copy()
                    break_it(broken)
                    self.assertNotEqual([], list(rule(broken)))


if __name__ == "__main__":
    unittest.main()
