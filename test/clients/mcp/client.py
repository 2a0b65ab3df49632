"""Takes the steps of a file against a server, with the official Python SDK, and
prints what was answered as one JSON document:

    python client.py STEPS MODE http URL KEY
    python client.py STEPS MODE stdio COMMAND ARGUMENT…

MODE is legacy (the handshake of the revisions before 2026-07-28) or auto.
"""

import asyncio
import json
import sys
from pathlib import Path

import httpx2
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client


def plain(model):
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


async def take(client, step):
    match step["do"]:
        case "tools":
            return await client.list_tools()
        case "call":
            return await client.call_tool(step["name"], step["arguments"])
        case "resources":
            return await client.list_resources()
        case "templates":
            return await client.list_resource_templates()
        case "read":
            return await client.read_resource(step["uri"])


async def main(steps, mode, how, target, *rest):
    if how == "http":
        http = httpx2.AsyncClient(headers={"Authorization": f"Bearer {rest[0]}"}, timeout=30)
        server = streamable_http_client(target, http_client=http)
    else:
        server = StdioServerParameters(command=target, args=list(rest))
    answers = []
    async with Client(server, mode=mode) as client:
        for step in json.loads(Path(steps).read_text(encoding="utf-8")):
            try:
                answers.append({"step": step, "result": plain(await take(client, step))})
            except MCPError as e:
                answers.append({"step": step, "error": {"code": e.error.code, "message": e.error.message}})
        print(json.dumps({
            "protocol": client.protocol_version,
            "instructions": client.instructions,
            "answers": answers,
        }, ensure_ascii=False))


asyncio.run(main(*sys.argv[1:]))
