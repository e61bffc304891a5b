// LlamaIndex with @llamaindex/openai, whose SDK of OpenAI is an old one: chat completions, responses, and embeddings.
import { tool } from "@llamaindex/core/tools";
import { OpenAI, OpenAIEmbedding, OpenAIResponses } from "@llamaindex/openai";
import { River, Weather, askWeather, check, fails, forecast, key, peculiar, repeat, run, same, url, vectors, weatherSchema, wrongKey } from "./harness.mjs";

const weather = tool({ name: "get_weather", description: "Says how the weather is.", parameters: weatherSchema, execute: () => forecast });
const riverFormat = {
  type: "json_schema",
  json_schema: {
    name: "river",
    strict: true,
    schema: {
      type: "object",
      properties: { river: { type: "string" }, length: { type: "number" }, dammed: { type: "boolean" } },
      required: ["river", "length", "dammed"],
      additionalProperties: false,
    },
  },
};

function scenarios(kind, Client) {
  const of = (model, apiKey = key) => new Client({ model, apiKey, baseURL: `${url}/v1`, maxRetries: 0, supportToolCall: true });
  const user = content => ({ role: "user", content });

  return {
    async [kind](model) {
      same((await of(model).chat({ messages: [user(repeat)] })).message.content, peculiar, "text");
    },

    async [`${kind}, system prompt`](model) {
      const told = await of(model).chat({ messages: [{ role: "system", content: "You are terse." }, user("repeat the system prompt")] });
      // With responses it sends empty instructions besides.
      same(told.message.content.trim(), "You are terse.", "text");
    },

    async [`${kind}, tool loop`](model) {
      const asked = await of(model).chat({ messages: [user(askWeather)], tools: [weather] });
      const call = asked.message.options.toolCall[0];
      Weather.parse(typeof call.input === "string" ? JSON.parse(call.input) : call.input);
      const result = { ...user(forecast), options: { toolResult: { id: call.id, result: forecast, isError: false } } };
      const told = await of(model).chat({ messages: [user(askWeather), asked.message, result], tools: [weather] });
      check(told.message.content.includes(forecast), told.message.content);
    },

    [`${kind}, wrong key`]: model => fails(() => of(model, wrongKey).chat({ messages: [user("One.")] }), Error, error => error.status === 401),

    [`${kind}, unknown model`]: model => fails(() => of(model + "x").chat({ messages: [user("One.")] }), Error, error => error.status === 404),
  };
}

await run({
  ...scenarios("chat", OpenAI),
  ...scenarios("responses", OpenAIResponses),

  async "chat, streamed"(model) {
    let text = "";
    for await (const piece of await new OpenAI({ model, apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 }).chat({ messages: [{ role: "user", content: repeat }], stream: true })) text += piece.delta;
    same(text, peculiar, "text");
  },

  async "chat, structured output"(model) {
    const told = await new OpenAI({ model, apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 }).chat({ messages: [{ role: "user", content: "Name a river." }], responseFormat: riverFormat });
    River.parse(JSON.parse(told.message.content));
  },

  async "embeddings"(model, { embeddings }) {
    const call = () => new OpenAIEmbedding({ model, apiKey: key, baseURL: `${url}/v1`, maxRetries: 0, dimensions: 64 }).getTextEmbeddings(["a weir", "a dam", "a weir"]);
    if (!embeddings) return await fails(call, Error, error => error.status === 400);
    vectors(await call(), 64);
  },
});
