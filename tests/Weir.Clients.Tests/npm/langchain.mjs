// LangChain with @langchain/openai: chat completions, responses, and embeddings.
import { HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { River, Weather, askWeather, check, counted, fails, forecast, key, peculiar, repeat, run, same, url, vectors, vectorsSent, wrongKey } from "./harness.mjs";

const make = (model, useResponsesApi, apiKey = key) =>
  new ChatOpenAI({ model, apiKey, useResponsesApi, maxRetries: 0, configuration: { baseURL: `${url}/v1` } });
const weather = tool(() => forecast, { name: "get_weather", description: "Says how the weather is.", schema: Weather });

function scenarios(kind, isResponses) {
  const of = (model, apiKey) => make(model, isResponses, apiKey);
  return {
    async [kind](model) {
      const answer = await of(model).invoke(repeat);
      same(answer.text, peculiar, "text");
      counted(answer.usage_metadata.input_tokens, answer.usage_metadata.output_tokens);
    },

    async [`${kind}, streamed`](model) {
      let whole;
      for await (const chunk of await of(model).stream(repeat)) whole = whole ? whole.concat(chunk) : chunk;
      same(whole.text, peculiar, "text");
      counted(whole.usage_metadata.input_tokens, whole.usage_metadata.output_tokens);
    },

    async [`${kind}, system prompt`](model) {
      const answer = await of(model).invoke([new SystemMessage("You are terse."), new HumanMessage("repeat the system prompt")]);
      same(answer.text, "You are terse.", "text");
    },

    async [`${kind}, tool loop`](model) {
      const bound = of(model).bindTools([weather]);
      const talk = [new HumanMessage(askWeather)];
      const asked = await bound.invoke(talk);
      same(asked.tool_calls.length, 1, "tool calls");
      Weather.parse(asked.tool_calls[0].args);
      const told = await bound.invoke([...talk, asked, await weather.invoke(asked.tool_calls[0])]);
      check(told.text.includes(forecast), told.text);
    },

    async [`${kind}, tool loop, streamed`](model) {
      const bound = of(model).bindTools([weather]);
      const talk = [new HumanMessage(askWeather)];
      let asked;
      for await (const chunk of await bound.stream(talk)) asked = asked ? asked.concat(chunk) : chunk;
      same(asked.tool_calls.length, 1, "tool calls");
      Weather.parse(asked.tool_calls[0].args);
      const told = await bound.invoke([...talk, asked, new ToolMessage({ tool_call_id: asked.tool_calls[0].id, content: forecast })]);
      check(told.text.includes(forecast), told.text);
    },

    async [`${kind}, structured output`](model) {
      River.parse(await of(model).withStructuredOutput(River, { name: "river", method: "jsonSchema", strict: true }).invoke("Name a river."));
    },

    async [`${kind}, structured output by a tool`](model) {
      River.parse(await of(model).withStructuredOutput(River, { name: "river", method: "functionCalling" }).invoke("Name a river."));
    },

    [`${kind}, wrong key`]: model => fails(() => of(model, wrongKey).invoke("One."), Error, error => error.status === 401),

    [`${kind}, unknown model`]: model => fails(() => of(model + "x").invoke("One."), Error, error => error.status === 404),
  };
}

await run({
  ...scenarios("chat", false),
  ...scenarios("responses", true),

  async "embeddings"(model, { embeddings }) {
    const texts = ["a weir", "a dam", "a weir"];
    const call = () => new OpenAIEmbeddings({ model, apiKey: key, maxRetries: 0, dimensions: 64, configuration: { baseURL: `${url}/v1` } })
      .embedDocuments(texts);
    if (!embeddings) return await fails(call, Error, error => error.status === 400);
    const found = await call();
    vectors(found, 64);
    await vectorsSent(found, model, { embeddings }, texts, 64);
  },
});
