"""The API's description: OpenAPI 3.1 for programs, and the same as a page for people, without a foreign script."""

from importlib.metadata import version
from typing import Any

from litestar import Controller, Request, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.response import Template

from helpline.staff.permissions import Permission

ABOUT = (
    "JSON for programs. Sign in with `Authorization: Bearer TOKEN`; `helpline token add --permission ...` makes one. "
    "Errors are problem+json (RFC 9457), times are RFC 3339, lists have a `next` cursor, and a POST that carries an "
    "`Idempotency-Key` may be repeated; with another body it is refused."
)


class Documentation(Controller):
    path = "/api"
    opt = {"permission": Permission.PUBLIC}  # noqa: RUF012  # Litestar's own way
    include_in_schema = False

    @get("/openapi.json", media_type="application/vnd.oai.openapi+json")
    async def schema(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        return request.app.openapi_schema.to_schema()

    @get("/docs")
    async def page(self, request: Request[Any, Any, Any]) -> Template:
        schema = request.app.openapi_schema.to_schema()
        return Template("api/docs.html", context={"about": ABOUT, **described(schema), "problems": {}})


def config() -> OpenAPIConfig:
    """Only what lies under /api/v1 is described."""
    return OpenAPIConfig(
        title="helpline",
        version=version("helpline"),
        description=ABOUT,
        path="/api",
        components=Components(security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}),
        # Any controller will do; the library's own routes would add pages that fetch scripts from elsewhere.
        openapi_controller=Documentation,  # type: ignore[arg-type]  # so says the line above
    )


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """Operations and shapes in the order and form the page shows them."""
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary", ""),
            "parameters": operation.get("parameters", []),
            "body": reference(operation.get("requestBody", {})),
            "answers": [
                (status, answer["description"], reference(answer))
                for status, answer in sorted(operation["responses"].items())
            ],
        }
        for path, methods in sorted(schema["paths"].items())
        for method, operation in methods.items()
    ]
    shapes = {
        name: {
            "about": shape.get("description", ""),
            "fields": [(field, kind(one), field in shape.get("required", [])) for field, one in fields(shape)],
        }
        for name, shape in sorted(schema["components"]["schemas"].items())
        if "properties" in shape
    }
    return {"operations": operations, "shapes": shapes}


def fields(shape: dict[str, Any]) -> Any:
    return shape["properties"].items()


def reference(holder: dict[str, Any]) -> str:
    """The shape a body or an answer has, by name."""
    for content in holder.get("content", {}).values():
        return kind(content.get("schema", {}))
    return ""


def kind(one: dict[str, Any]) -> str:
    """A type in a few words: a shape's name, a list of it, its values, or nothing but its kind."""
    if "$ref" in one:
        return str(one["$ref"]).rsplit("/", 1)[1]
    if "oneOf" in one or "anyOf" in one:
        return " | ".join(kind(part) for part in one.get("oneOf", one.get("anyOf", [])))
    if "enum" in one:
        return ", ".join(map(str, one["enum"]))
    if one.get("type") == "array":
        return f"{kind(one.get('items', {}))}[]"
    types = one.get("type", "")
    return " | ".join(types) if isinstance(types, list) else str(one.get("format", types))
