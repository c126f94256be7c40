"""alibabacloud_kms20160120 and those for RAM and STS: the newer clients, a method and a request model per operation."""

import re
from importlib import import_module
from types import ModuleType
from typing import Any

from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.utils_models import Config

from scenarios import Credential, Refused, Server, Wrong

PACKAGES = {
    "kms": "alibabacloud_kms20160120",
    "ram": "alibabacloud_ram20150501",
    "sts": "alibabacloud_sts20150401",
}


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def client_of(service: str) -> Any:
    return import_module(f"{PACKAGES[service]}.client").Client


def models_of(service: str) -> ModuleType:
    return import_module(f"{PACKAGES[service]}.models")


def filled(models: ModuleType, model_name: str, fields: dict[str, Any]) -> Any:
    model = getattr(models, model_name)()
    for name, value in fields.items():
        attribute = snake_case(name)
        if not hasattr(model, attribute):
            raise Wrong(f"{model_name} has no field {name}")
        if isinstance(value, list):
            # What a list holds is a text or, as for tags, a model that is named after the request and the field.
            value = [
                filled(models, model_name + name, inner) if isinstance(inner, dict) else inner for inner in value
            ]
        setattr(model, attribute, value)
    return model


class TeaClient:
    def __init__(self, server: Server) -> None:
        self.server = server

    def has(self, service: str, operation: str) -> bool:
        return hasattr(client_of(service), snake_case(operation))

    def call(self, service: str, operation: str, fields: dict[str, Any], credential: Credential) -> Any:
        server = self.server
        models = models_of(service)
        client = client_of(service)(
            Config(
                access_key_id=credential.id,
                access_key_secret=credential.secret,
                security_token=credential.token,
                region_id=server.region,
                endpoint=f"{server.host}:{server.port}",
                protocol="http",
            )
        )
        method = getattr(client, snake_case(operation))
        # The method of an operation without parameters takes no request.
        requests = [filled(models, f"{operation}Request", fields)] if hasattr(models, f"{operation}Request") else []
        if fields and not requests:
            raise Wrong(f"{operation} has no field {', '.join(fields)}")
        try:
            return method(*requests).body.to_map()
        except AlibabaCloudException as error:
            raise Refused(error.code, error.status_code, error.message) from error
