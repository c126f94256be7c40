"""alibabacloud_kms20160120: the newer client, a method and a request model per operation."""

import re
from typing import Any

from alibabacloud_kms20160120 import models
from alibabacloud_kms20160120.client import Client
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.utils_models import Config

from scenarios import Refused, Server, Wrong


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def filled(model_name: str, fields: dict[str, Any]) -> Any:
    model = getattr(models, model_name)()
    for name, value in fields.items():
        attribute = snake_case(name)
        if not hasattr(model, attribute):
            raise Wrong(f"{model_name} has no field {name}")
        if isinstance(value, list):
            # What a list holds is a text or, as for tags, a model that is named after the request and the field.
            value = [filled(model_name + name, inner) if isinstance(inner, dict) else inner for inner in value]
        setattr(model, attribute, value)
    return model


class TeaClient:
    def __init__(self, server: Server) -> None:
        self.server = server

    def has(self, operation: str) -> bool:
        return hasattr(Client, snake_case(operation))

    def call(self, operation: str, fields: dict[str, Any], secret: str | None = None) -> Any:
        server = self.server
        client = Client(
            Config(
                access_key_id=server.access_key_id,
                access_key_secret=secret or server.access_key_secret,
                region_id=server.region,
                endpoint=f"{server.host}:{server.port}",
                protocol="http",
            )
        )
        method = getattr(client, snake_case(operation))
        # The method of an operation without parameters takes no request.
        requests = [filled(f"{operation}Request", fields)] if hasattr(models, f"{operation}Request") else []
        if fields and not requests:
            raise Wrong(f"{operation} has no field {', '.join(fields)}")
        try:
            return method(*requests).body.to_map()
        except AlibabaCloudException as error:
            raise Refused(error.code, error.status_code, error.message) from error
