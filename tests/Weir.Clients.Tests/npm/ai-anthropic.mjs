// The AI SDK with @ai-sdk/anthropic: messages, in the version of the API that most clients still speak.
import { createAnthropic } from "@ai-sdk/anthropic";
import { scenarios } from "./ai-scenarios.mjs";
import { run, url } from "./harness.mjs";

await run(scenarios("messages", (apiKey, model) => createAnthropic({ baseURL: `${url}/v1`, apiKey })(model)));
