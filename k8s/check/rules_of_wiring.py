"""What names something else names something that is there."""

from manifests import containers, selects, title


def every_selector_selects(manifests):
    pods = manifests.pods()
    services = {title(it): {"matchLabels": it["spec"]["selector"]} for it in manifests.of("Service")}
    policies = {title(it): it["spec"]["podSelector"] for it in manifests.of("NetworkPolicy")}
    budgets = {title(it): it["spec"]["selector"] for it in manifests.of("PodDisruptionBudget")}
    for name, selector in {**services, **policies, **budgets}.items():
        if not any(selects(selector, pod.labels) for pod in pods):
            yield f"{name} selects no pod"
    for it in manifests.of("Deployment", "StatefulSet"):
        if not selects(it["spec"]["selector"], it["spec"]["template"]["metadata"]["labels"]):
            yield f"{title(it)} does not select its own pods"
    for it in manifests.of("ServiceMonitor"):
        if not any(selects(it["spec"]["selector"], each["metadata"]["labels"]) for each in manifests.of("Service")):
            yield f"{title(it)} selects no Service"


def pods_are_of_one_workload(manifests):
    for it in manifests.of("Deployment", "StatefulSet"):
        for pod in manifests.pods():
            if pod.workload != title(it) and selects(it["spec"]["selector"], pod.labels):
                yield f"{title(it)} takes the pods of {pod.workload} for its own"


def every_peer_of_a_policy_exists(manifests):
    """Of those in the namespace; others are not ours to know."""
    pods = manifests.pods()
    for it in manifests.of("NetworkPolicy"):
        rules = it["spec"].get("ingress", []) + it["spec"].get("egress", [])
        peers = [peer for rule in rules for peer in rule.get("from", []) + rule.get("to", [])]
        for peer in peers:
            if "podSelector" in peer and "namespaceSelector" not in peer:
                if not any(selects(peer["podSelector"], pod.labels) for pod in pods):
                    yield f"{title(it)} names a peer that is no pod"


def every_reference_is_met(manifests):
    names = {title(it) for it in manifests.objects}
    ports = {title(it): {port["name"] for port in it["spec"]["ports"]} for it in manifests.of("Service")}
    for it in manifests.of("HorizontalPodAutoscaler"):
        target = it["spec"]["scaleTargetRef"]
        if f"{target['kind']}/{target['name']}" not in names:
            yield f"{title(it)} scales nothing"
    for it in manifests.of("Ingress"):
        for rule in it["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                service = path["backend"]["service"]
                if service["port"]["name"] not in ports.get(f"Service/{service['name']}", ()):
                    yield f"{title(it)} leads nowhere"
    for it in manifests.of("Service"):
        for pod in manifests.pods():
            if selects({"matchLabels": it["spec"]["selector"]}, pod.labels):
                for port in it["spec"]["ports"]:
                    if port["targetPort"] not in pod.ports():
                        yield f"{title(it)} leads to {port['targetPort']}, which {pod.workload} has not"
    for it in manifests.of("ServiceMonitor"):
        for endpoint in it["spec"]["endpoints"]:
            if not any(endpoint["port"] in each for each in ports.values()):
                yield f"{title(it)} scrapes a port that no Service has"
    for it in manifests.of("StatefulSet"):
        if f"Service/{it['spec']['serviceName']}" not in names:
            yield f"{title(it)} is named after a Service that is not there"
    for pod, container in containers(manifests):
        if pod.is_lockstep and f"ServiceAccount/{pod.spec.get('serviceAccountName')}" not in names:
            yield f"{pod.workload} runs as an account that is not there"
        for source in container.get("envFrom", []):
            if f"ConfigMap/{source['configMapRef']['name']}" not in names:
                yield f"{pod.workload} reads settings that are not there"


def what_is_scaled_has_no_fixed_number(manifests):
    for it in manifests.of("HorizontalPodAutoscaler"):
        target = manifests.get(it["spec"]["scaleTargetRef"]["kind"], it["spec"]["scaleTargetRef"]["name"])
        if "replicas" in target["spec"]:
            yield f"{title(target)} has a number of replicas, which every apply would set back"


def everything_is_in_the_namespace(manifests):
    for it in manifests.objects:
        if it["kind"] != "Namespace" and it["metadata"].get("namespace") != "lockstep":
            yield f"{title(it)} is in another namespace"
    for it in manifests.of("Namespace"):
        if it["metadata"].get("labels", {}).get("pod-security.kubernetes.io/enforce") != "restricted":
            yield f"{title(it)} lets any pod in"
