// Takes the steps of a file against a server, with the official TypeScript SDK, and
// prints what was answered as one JSON document:
//
//   node client.mjs STEPS http URL KEY
//   node client.mjs STEPS stdio COMMAND ARGUMENT…
import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [steps, how, target, ...rest] = process.argv.slice(2);

const transport =
  how === "http"
    ? new StreamableHTTPClientTransport(new URL(target), {
        requestInit: { headers: { Authorization: `Bearer ${rest[0]}` } },
      })
    : new StdioClientTransport({ command: target, args: rest, stderr: "inherit" });

const client = new Client({ name: "test", version: "1" });
await client.connect(transport);

const actions = {
  tools: () => client.listTools(),
  call: (step) => client.callTool({ name: step.name, arguments: step.arguments }),
  resources: () => client.listResources(),
  templates: () => client.listResourceTemplates(),
  read: (step) => client.readResource({ uri: step.uri }),
};

const answers = [];
for (const step of JSON.parse(readFileSync(steps, "utf8"))) {
  try {
    answers.push({ step, result: await actions[step.do](step) });
  } catch (error) {
    answers.push({ step, error: { code: error.code ?? null, message: error.message } });
  }
}
console.log(JSON.stringify({ server: client.getServerVersion(), instructions: client.getInstructions(), answers }));
await client.close();
