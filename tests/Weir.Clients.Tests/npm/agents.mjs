// OpenAI's Agents SDK (@openai/agents), with chat completions and with responses.
import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import { River, Weather, askWeather, check, fails, forecast, key, peculiar, repeat, run, same, url, wrongKey } from "./harness.mjs";

setTracingDisabled(true);

function scenarios(kind, useResponses) {
  const runner = apiKey => new Runner({ tracingDisabled: true, modelProvider: new OpenAIProvider({ apiKey, baseURL: `${url}/v1`, useResponses }) });
  const ask = (agent, input, options) => runner(key).run(agent, input, options);
  const weather = note => tool({
    name: "get_weather",
    description: "Says how the weather is.",
    parameters: Weather,
    execute: given => {
      note(given);
      return forecast;
    },
  });

  async function finished(stream) {
    for await (const _ of stream);
    await stream.completed;
    return stream;
  }

  return {
    async [`${kind}, agent`](model) {
      const told = await ask(new Agent({ name: "Miller", model, instructions: "You are terse." }), "repeat the system prompt");
      same(told.finalOutput, "You are terse.", "text");
    },

    async [`${kind}, agent, streamed`](model) {
      const stream = await ask(new Agent({ name: "Miller", model }), repeat, { stream: true });
      let text = "";
      for await (const piece of stream.toTextStream()) text += piece;
      await stream.completed;
      same(text, peculiar, "text");
      same(stream.finalOutput, peculiar, "text of the end");
    },

    async [`${kind}, agent, tool loop`](model) {
      let asked;
      const told = await ask(new Agent({ name: "Miller", model, tools: [weather(given => (asked = given))] }), askWeather);
      Weather.parse(asked);
      check(told.finalOutput.includes(forecast), told.finalOutput);
    },

    async [`${kind}, agent, tool loop, streamed, reasoning`](model) {
      let asked;
      const modelSettings = { reasoning: useResponses ? { effort: "low", summary: "auto" } : { effort: "low" }, store: useResponses ? false : undefined };
      const told = await finished(await ask(new Agent({ name: "Miller", model, tools: [weather(given => (asked = given))], modelSettings }), askWeather, { stream: true }));
      Weather.parse(asked);
      check(told.finalOutput.includes(forecast), told.finalOutput);
    },

    async [`${kind}, agent, handoff`](model) {
      const keeper = new Agent({ name: "Keeper", model, handoffDescription: "Keeps the weir." });
      const told = await ask(Agent.create({ name: "Miller", model, handoffs: [keeper] }), "call transfer_to_Keeper {}");
      same(told.lastAgent.name, "Keeper", "last agent");
      check(told.finalOutput.includes("Keeper"), told.finalOutput);
    },

    async [`${kind}, agent, handoff, streamed`](model) {
      const keeper = new Agent({ name: "Keeper", model, handoffDescription: "Keeps the weir." });
      const told = await finished(await ask(Agent.create({ name: "Miller", model, handoffs: [keeper] }), "call transfer_to_Keeper {}", { stream: true }));
      same(told.lastAgent.name, "Keeper", "last agent");
    },

    async [`${kind}, agent, structured output`](model) {
      River.parse((await ask(new Agent({ name: "Miller", model, outputType: River }), "Name a river.")).finalOutput);
    },

    async [`${kind}, agent, second turn`](model) {
      const agent = new Agent({ name: "Miller", model });
      const first = await ask(agent, "One.");
      same((await ask(agent, [...first.history, { role: "user", content: repeat }])).finalOutput, peculiar, "text");
    },

    [`${kind}, agent, wrong key`]: model => fails(() => runner(wrongKey).run(new Agent({ name: "Miller", model }), "One."), Error, error => error.status === 401),
  };
}

await run({
  ...scenarios("chat", false),
  ...scenarios("responses", true),

  async "responses, agent, tool loop over previousResponseId"(model) {
    const runner = new Runner({ tracingDisabled: true, modelProvider: new OpenAIProvider({ apiKey: key, baseURL: `${url}/v1`, useResponses: true }) });
    const agent = new Agent({ name: "Miller", model, tools: [tool({ name: "get_weather", description: "Says how the weather is.", parameters: Weather, execute: () => forecast })] });
    const first = await runner.run(agent, "One.");
    const told = await runner.run(agent, askWeather, { previousResponseId: first.lastResponseId });
    check(told.finalOutput.includes(forecast), told.finalOutput);
  },
});
