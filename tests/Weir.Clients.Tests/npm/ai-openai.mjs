// The AI SDK with @ai-sdk/openai: responses, which is its default, chat completions, and embeddings.
import { createOpenAI } from "@ai-sdk/openai";
import { APICallError, embedMany } from "ai";
import { scenarios } from "./ai-scenarios.mjs";
import { counted, fails, key, run, url, vectors, vectorsSent } from "./harness.mjs";

const make = apiKey => createOpenAI({ baseURL: `${url}/v1`, apiKey });

await run({
  ...scenarios("responses", (apiKey, model) => make(apiKey)(model)),
  ...scenarios("chat", (apiKey, model) => make(apiKey).chat(model)),

  async "embeddings"(model, { embeddings }) {
    const texts = ["a weir", "a dam", "a weir"];
    const call = () => embedMany({
      model: make(key).embedding(model), values: texts, maxRetries: 0, providerOptions: { openai: { dimensions: 64 } },
    });
    if (!embeddings) return await fails(call, APICallError, error => error.statusCode === 400);
    const answer = await call();
    vectors(answer.embeddings, 64);
    await vectorsSent(answer.embeddings, model, { embeddings }, texts, 64);
    counted(answer.usage.tokens);
  },
});
