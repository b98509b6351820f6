"""What holds for the pods of any careful installation."""

import re

from manifests import containers, title

SECRET = re.compile("PASSWORD|SECRET|TOKEN|_AUTH$|_URI$")


def every_container_is_probed(manifests):
    for pod, container in containers(manifests):
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            if probe not in container:
                yield f"{pod.workload} has no {probe}"
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            if pod.is_lockstep and container.get(probe, {}).get("httpGet", {}).get("port") != "management":
                yield f"{pod.workload} is not asked on its management port by the {probe}"


def readiness_and_liveness_differ(manifests):
    for pod, container in containers(manifests):
        paths = [container.get(it, {}).get("httpGet", {}).get("path") for it in ("livenessProbe", "readinessProbe")]
        if pod.is_lockstep and paths != ["/health/live", "/health/ready"]:
            yield f"{pod.workload} is asked at {paths}"


def every_container_says_what_it_needs(manifests):
    for pod, container in containers(manifests):
        resources = container.get("resources", {})
        for group, name in (
            ("requests", "cpu"),
            ("requests", "memory"),
            ("limits", "memory"),
            ("requests", "ephemeral-storage"),
            ("limits", "ephemeral-storage"),
        ):
            if name not in resources.get(group, {}):
                yield f"{pod.workload} has no {group} of {name}"
        if resources.get("requests", {}).get("memory") != resources.get("limits", {}).get("memory"):
            yield f"{pod.workload} asks for less memory than it may take, and is the first to be killed"


def every_pod_is_restricted(manifests):
    for pod in manifests.pods():
        context = pod.spec.get("securityContext", {})
        if context.get("runAsNonRoot") is not True or not context.get("runAsUser"):
            yield f"{pod.workload} may run as root"
        if context.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{pod.workload} has no seccomp profile"
        for forbidden in ("hostNetwork", "hostPID", "hostIPC"):
            if pod.spec.get(forbidden):
                yield f"{pod.workload} has {forbidden}"
        for volume in pod.spec.get("volumes", []):
            if "hostPath" in volume:
                yield f"{pod.workload} mounts a directory of the machine"
    for pod, container in containers(manifests):
        context = container.get("securityContext", {})
        if context.get("allowPrivilegeEscalation") is not False or context.get("privileged"):
            yield f"{pod.workload} may gain rights"
        if context.get("readOnlyRootFilesystem") is not True:
            yield f"{pod.workload} may write into its image"
        if context.get("capabilities") != {"drop": ["ALL"]}:
            yield f"{pod.workload} keeps capabilities"
        if any("hostPort" in port for port in container.get("ports", [])):
            yield f"{pod.workload} has a port of the machine"


def no_pod_gets_a_token_of_the_api(manifests):
    for pod in manifests.pods():
        if pod.spec.get("automountServiceAccountToken") is not False:
            yield f"{pod.workload} gets a token of the Kubernetes API"


def no_pod_gets_settings_from_services(manifests):
    for pod in manifests.pods():
        if pod.spec.get("enableServiceLinks") is not False:
            yield f"{pod.workload} gets variables like LOCKSTEP_GATEWAY_SERVICE_HOST, which are no settings"


def what_is_mounted_exists(manifests):
    for pod, container in containers(manifests):
        volumes = {it["name"] for it in pod.spec.get("volumes", [])} | set(pod.claims)
        mounts = {it["name"]: it["mountPath"] for it in container.get("volumeMounts", [])}
        for name in mounts.keys() - volumes:
            yield f"{pod.workload} mounts {name}, which is no volume"
        if pod.is_lockstep and not {"/data", "/tmp"} <= set(mounts.values()):
            yield f"{pod.workload} has nowhere to write"


def data_stay_their_owners(manifests):
    for pod in manifests.pods():
        if pod.claims and pod.spec.get("securityContext", {}).get("fsGroupChangePolicy") != "OnRootMismatch":
            yield f"{pod.workload}: PostgreSQL refuses data that became writable by the group"


def images_have_a_version(manifests):
    for pod, container in containers(manifests):
        if not re.search(r":(?!latest$)[^:/]+$", container["image"]):
            yield f"{pod.workload} runs {container['image']}, whatever that is today"


def secrets_are_referred_to(manifests):
    for it in manifests.of("Secret"):
        yield f"{title(it)} is in the repository"
    for it in manifests.of("ConfigMap"):
        for name in it.get("data", {}):
            if SECRET.search(name):
                yield f"{title(it)} has {name}"
    for pod, container in containers(manifests):
        for variable in container.get("env", []):
            if SECRET.search(variable["name"]):
                if "secretKeyRef" not in variable.get("valueFrom", {}):
                    yield f"{pod.workload} has {variable['name']} in clear"
