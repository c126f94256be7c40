"""aliyun-python-sdk-kms: the older client, a request class per operation on aliyun-python-sdk-core."""

import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient

from scenarios import Credential, Refused, Server, Wrong

# The core compares the string to sign that the server answers with its own, and renames the code where they are equal.
RENAMED = {"InvalidAccessKeySecret": "SignatureDoesNotMatch"}


def module_of(operation: str) -> str:
    return f"aliyunsdkkms.request.v20160120.{operation}Request"


def setter(request: Any, name: str) -> Any:
    # A field that is a list has a setter in the plural: set_ResourceIds for ResourceId.
    found = getattr(request, f"set_{name}", None) or getattr(request, f"set_{name}s", None)
    if found is None:
        raise Wrong(f"{type(request).__name__} has no field {name}")
    return found


class CoreClient:
    def __init__(self, server: Server) -> None:
        self.server = server

    def has(self, service: str, operation: str) -> bool:
        return service == "kms" and find_spec(module_of(operation)) is not None

    def call(self, _service: str, operation: str, fields: dict[str, Any], credential: Credential) -> Any:
        server = self.server
        client = AcsClient(credential.id, credential.secret, server.region)
        # With its scheme and port: the requests say https, and the scheme of the endpoint takes precedence.
        client.add_endpoint(server.region, "Kms", f"http://{server.host}:{server.port}")
        request = getattr(import_module(module_of(operation)), f"{operation}Request")()
        for name, value in fields.items():
            # The one kind of map is an encryption context, and its field is a text.
            setter(request, name)(json.dumps(value) if isinstance(value, dict) else value)
        try:
            return json.loads(client.do_action_with_exception(request))
        except ServerException as error:
            code = error.get_error_code()
            raise Refused(RENAMED.get(code, code), error.get_http_status(), error.get_error_msg()) from error
