"""Runs scenarios against a server by one of the cloud's Python clients. README.md one folder up has the protocol."""

import json
import logging
import os
import sys
from collections.abc import Iterator
from importlib.metadata import version

# The clients log every error that they raise, and scenarios expect some of them.
logging.disable(logging.CRITICAL)
# aliyun-python-sdk-core sends what goes to the loopback address to a proxy, too, and does not look at NO_PROXY.
for variable in [name for name in os.environ if name.lower() in ("http_proxy", "https_proxy", "all_proxy")]:
    del os.environ[variable]
# Nothing is to appear in the repository when the driver runs.
sys.dont_write_bytecode = True


def results(name: str, given: dict) -> Iterator[dict]:
    from scenarios import Client, Server, run

    server = Server(given["host"], given["port"], given["region"], given["accessKeyId"], given["accessKeySecret"])
    if name == "oss2":
        from oss_scenarios import run_all

        return run_all(server)
    client: Client
    if name == "aliyun-python-sdk-kms":
        from core_client import CoreClient

        client = CoreClient(server)
    elif name.startswith("alibabacloud-"):
        from tea_client import TeaClient

        client = TeaClient(server)
    else:
        sys.exit(f"no such client: {name}")
    return (run(client, scenario) for scenario in given["scenarios"])


def main() -> None:
    name = sys.argv[1]
    lines = results(name, json.load(sys.stdin))
    print(json.dumps({"version": version(name)}), flush=True)
    for line in lines:
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
