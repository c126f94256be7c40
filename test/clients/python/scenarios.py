"""The steps of a scenario, whichever client takes them."""

from dataclasses import dataclass
from typing import Any, Protocol

from compute import FUNCTIONS


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    region: str
    access_key_id: str
    access_key_secret: str


@dataclass(frozen=True)
class Credential:
    """An access key, or that of a session with its token."""

    id: str
    secret: str
    token: str | None = None


class Refused(Exception):
    """What the client's own error says of a call that the server refused."""

    def __init__(self, code: str, status: int, message: str) -> None:
        super().__init__(f"{code}, status {status}: {message}")
        self.code = code
        self.status = status


class Wrong(Exception):
    """Something that a step found is not what the scenario says."""


class Client(Protocol):
    server: Server

    def has(self, service: str, operation: str) -> bool: ...

    def call(self, service: str, operation: str, fields: dict[str, Any], credential: Credential) -> Any:
        """The answer as maps and lists."""


def service_of(step: dict) -> str:
    return step.get("service", "kms")


def run(client: Client, scenario: dict) -> dict:
    steps = scenario["steps"]
    called = [(service_of(step), step["call"]) for step in steps if "call" in step]
    lacks = sorted({operation for service, operation in called if not client.has(service, operation)})
    calls: list[str] = []
    failure = None
    variables: dict[str, Any] = {}
    for number, step in enumerate([] if lacks else steps, 1):
        operation = step.get("call")
        try:
            take(client, step, variables)
        except Exception as error:  # whatever goes wrong in a client is a result, not an end of the driver
            failure = f"step {number}, {operation or step['compute']}: {described(error)}"
            break
        if operation and operation not in calls:
            calls.append(operation)
    return {"scenario": scenario["name"], "calls": calls, "lacks": lacks, "failure": failure}


def take(client: Client, step: dict, variables: dict[str, Any]) -> None:
    if "compute" in step:
        result = FUNCTIONS[step["compute"]](**resolved(step["with"], variables))
        if "keep" in step:
            variables[step["keep"]] = result
        if "expect" in step:
            check("the result", result, resolved(step["expect"], variables))
        return
    fields = resolved(step["input"], variables)
    credential = credential_of(client.server, step.get("as"), variables)
    try:
        answer = client.call(service_of(step), step["call"], fields, credential)
    except Refused as refusal:
        if "error" not in step:
            raise
        check("the code", refusal.code, step["error"])
        check("the status", refusal.status, step["status"])
        return
    if "error" in step:
        raise Wrong(f"no error, but should be {step['error']}")
    for path, expected in step.get("expect", {}).items():
        check(path, at(answer, path), resolved(expected, variables))
    for variable, path in step.get("keep", {}).items():
        variables[variable] = at(answer, path)


def own_credential(server: Server) -> Credential:
    return Credential(server.access_key_id, server.access_key_secret)


def credential_of(server: Server, who: Any, variables: dict[str, Any]) -> Credential:
    if who is None:
        return own_credential(server)
    if who == "wrong secret":
        return Credential(server.access_key_id, "a wrong secret")
    return Credential(**resolved(who, variables))


def resolved(value: Any, variables: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: resolved(inner, variables) for name, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, variables) for inner in value]
    if not (isinstance(value, str) and value.startswith("$")):
        return value
    name, *fields = value[1:].split(".")
    found = variables[name]
    for field in fields:
        found = found[field]
    return found


def at(answer: Any, path: str) -> Any:
    value = answer
    for part in path.split("."):
        try:
            value = value[int(part) if isinstance(value, list) else part]
        except (KeyError, IndexError, TypeError):
            raise Wrong(f"the answer has no {path}: {answer}") from None
    return value


def check(what: str, found: Any, expected: Any) -> None:
    if plain(found) != plain(expected):
        raise Wrong(f"{what} is {found!r}, but should be {expected!r}")


def plain(value: Any) -> str:
    """One text for a number or boolean and its text: some clients declare the one as the other."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def described(error: Exception) -> str:
    return str(error) if isinstance(error, (Refused, Wrong)) else f"{type(error).__name__}: {error}"
