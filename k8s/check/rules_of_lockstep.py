"""What this product needs of its pods, of its cluster and of what stands before it."""

import re

from manifests import CHECK, containers, environment, selects, title

REPOSITORY = CHECK.parent.parent
CONFIGURATION = (REPOSITORY / "docs" / "configuration.md").read_text()
SETTINGS = set(re.findall(r"^\| `(LOCKSTEP_[A-Z0-9_]+)` \|", CONFIGURATION, re.MULTILINE))
METERS = REPOSITORY / "gateway-verticle/src/main/java/io/lockstep/gateway/fanout/Meters.java"
BUS_PORTS = {5701, 5702}
CLOSE_SECONDS = 20
"""In which stores and cluster are left after the sockets are closed."""


def every_setting_exists(manifests):
    for pod, container in containers(manifests):
        if pod.is_lockstep:
            for name in environment(manifests, container):
                if name.startswith("LOCKSTEP_") and name not in SETTINGS:
                    yield f"{pod.workload} sets {name}, which is no setting"


def there_is_time_to_drain(manifests):
    for pod, container in containers(manifests):
        if pod.is_lockstep:
            sleep = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            grace = int(environment(manifests, container).get("LOCKSTEP_GRACE_SECONDS", "0"))
            if not sleep:
                yield f"{pod.workload} ends before the ingress knows"
            if not grace:
                yield f"{pod.workload} closes all sockets at once"
            if pod.spec.get("terminationGracePeriodSeconds", 30) < sleep + grace + CLOSE_SECONDS:
                yield f"{pod.workload} is killed before it is done"


def rolling_never_leaves_fewer(manifests):
    for it in manifests.of("Deployment"):
        if it["spec"].get("strategy", {}).get("rollingUpdate") != {"maxSurge": 1, "maxUnavailable": 0}:
            yield f"{title(it)} has fewer pods while it is rolled"


def pods_spread_over_machines_and_zones(manifests):
    for it in manifests.of("Deployment"):
        labels = it["spec"]["template"]["metadata"]["labels"]
        spread = it["spec"]["template"]["spec"].get("topologySpreadConstraints", [])
        if {rule["topologyKey"] for rule in spread} != {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}:
            yield f"{title(it)} may be all on one machine"
        if not all(selects(rule["labelSelector"], labels) for rule in spread):
            yield f"{title(it)} is spread by pods of others"


def sessions_drive_the_gateways(manifests):
    for it in manifests.of("HorizontalPodAutoscaler"):
        names = [each["pods"]["metric"]["name"] for each in it["spec"]["metrics"] if each["type"] == "Pods"]
        if names != ["lockstep_sessions"] or '"lockstep.sessions"' not in METERS.read_text():
            yield f"{title(it)} counts {names}, which is no metric of the gateway"
        down = it["spec"]["behavior"]["scaleDown"]
        if down["stabilizationWindowSeconds"] < 600 or any(each["periodSeconds"] < 300 for each in down["policies"]):
            yield f"{title(it)} sends users away in a hurry"


def a_cluster_finds_all_its_nodes(manifests):
    for pod, container in containers(manifests):
        settings = environment(manifests, container) if pod.is_lockstep else {}
        if settings.get("LOCKSTEP_CLUSTER") == "true":
            services = {it["metadata"]["name"]: it["spec"] for it in manifests.of("Service")}
            nodes = services.get(settings["LOCKSTEP_CLUSTER_DNS"], {})
            if nodes.get("clusterIP") != "None" or not nodes.get("publishNotReadyAddresses"):
                yield f"{pod.workload} finds no nodes that are not ready"
            if not selects({"matchLabels": nodes.get("selector", {})}, pod.labels):
                yield f"{pod.workload} is not found by the others"
            told = {int(settings[it]) for it in ("LOCKSTEP_CLUSTER_PORT", "LOCKSTEP_CLUSTER_BUS_PORT")}
            if told != BUS_PORTS or not BUS_PORTS <= set(pod.ports().values()):
                yield f"{pod.workload} listens on other ports than are open"
            if settings.get("LOCKSTEP_CLUSTER_HOST") != "status.podIP":
                yield f"{pod.workload} tells an address at which nobody reaches it"


def a_cluster_has_all_roles(manifests):
    told = [environment(manifests, it) for pod, it in containers(manifests) if pod.is_lockstep]
    every = {"gateway", "metadata", "lock", "dispatcher"}
    roles = set().union(*(set(it["LOCKSTEP_ROLES"].split(",")) if "LOCKSTEP_ROLES" in it else every for it in told))
    if roles != every:
        yield f"nobody has the roles {every - roles}"
    if all(it.get("LOCKSTEP_CLUSTER_LITE") == "true" for it in told):
        yield "nobody keeps what the cluster knows of itself"


def only_the_nodes_are_a_service_of_the_bus(manifests):
    for it in manifests.of("Service"):
        if it["spec"].get("type", "ClusterIP") != "ClusterIP":
            yield f"{title(it)} is open outside the cluster"
        if it["metadata"]["name"] != "lockstep-nodes" and BUS_PORTS & {port["port"] for port in it["spec"]["ports"]}:
            yield f"{title(it)} leads to the bus"


def sockets_pass_the_ingress(manifests):
    for it in manifests.of("Ingress"):
        notes = it["metadata"].get("annotations", {})
        prefix = "nginx.ingress.kubernetes.io/"
        for name in ("proxy-read-timeout", "proxy-send-timeout"):
            if int(notes.get(prefix + name, "60")) < 300:
                yield f"{title(it)} cuts quiet sockets: {name}"
        if notes.get(prefix + "proxy-buffering") != "off":
            yield f"{title(it)} holds server-sent events back"
        if notes.get(prefix + "affinity") != "cookie":
            yield f"{title(it)} scatters the requests of one SockJS session"
        if prefix + "rewrite-target" in notes:
            yield f"{title(it)} decodes paths"
