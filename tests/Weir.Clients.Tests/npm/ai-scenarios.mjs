// What every provider of the AI SDK must do; ai-*.mjs name the providers.
import { APICallError, Output, generateText, stepCountIs, streamText, tool } from "ai";
import { River, Weather, askWeather, check, counted, fails, forecast, peculiar, repeat, same, wrongKey, key } from "./harness.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false;
const maxRetries = 0;

/** The scenarios of one kind of model. */
export function scenarios(kind, modelOf) {
  const named = (name, scenario) => [`${kind}${name}`, scenario];
  return Object.fromEntries([
    named("", async model => {
      const answer = await generateText({ model: modelOf(key, model), prompt: repeat, maxRetries });
      same(answer.text, peculiar, "text");
      same(answer.finishReason, "stop", "finishReason");
      counted(answer.usage.inputTokens, answer.usage.outputTokens);
    }),

    named(", streamed", async model => {
      const answer = streamText({ model: modelOf(key, model), prompt: repeat, maxRetries, onError() {} });
      let text = "";
      for await (const piece of answer.textStream) text += piece;
      same(text, peculiar, "text");
      same(await answer.finishReason, "stop", "finishReason");
      const usage = await answer.usage;
      counted(usage.inputTokens, usage.outputTokens);
    }),

    named(", system prompt", async model => {
      const answer = await generateText({ model: modelOf(key, model), instructions: "You are terse.", prompt: "repeat the system prompt", maxRetries });
      same(answer.text, "You are terse.", "text");
    }),

    named(", tool loop", async model => {
      let asked;
      const answer = await generateText({ model: modelOf(key, model), prompt: askWeather, tools: weatherTool(given => (asked = given)), stopWhen: stepCountIs(3), maxRetries });
      Weather.parse(asked);
      same(answer.steps.length, 2, "steps");
      check(answer.text.includes(forecast), answer.text);
    }),

    named(", tool loop, streamed", async model => {
      let asked;
      const answer = streamText({ model: modelOf(key, model), prompt: askWeather, tools: weatherTool(given => (asked = given)), stopWhen: stepCountIs(3), maxRetries, onError() {} });
      const text = await answer.text;
      Weather.parse(asked);
      check(text.includes(forecast), text);
    }),

    named(", structured output", async model => {
      const answer = await generateText({ model: modelOf(key, model), prompt: "Name a river.", output: Output.object({ schema: River }), maxRetries });
      River.parse(answer.output);
    }),

    named(", structured output, streamed", async model => {
      const answer = streamText({ model: modelOf(key, model), prompt: "Name a river.", output: Output.object({ schema: River }), maxRetries, onError() {} });
      River.parse(await answer.output);
    }),

    named(", wrong key", model => fails(
      () => generateText({ model: modelOf(wrongKey, model), prompt: "One.", maxRetries }), APICallError, error => error.statusCode === 401 && !error.isRetryable)),

    named(", unknown model", model => fails(
      () => generateText({ model: modelOf(key, model + "x"), prompt: "One.", maxRetries }), APICallError, error => error.statusCode === 404 && error.message.includes(`'${model}'`))),

    named(", error of the upstream", model => fails(
      () => generateText({ model: modelOf(key, model), prompt: "One.", maxRetries, headers: { "x-sim-fault": "status:400" } }), APICallError, error => error.statusCode === 400)),
  ]);
}

function weatherTool(note) {
  return {
    get_weather: tool({
      description: "Says how the weather is.",
      inputSchema: Weather,
      execute: given => {
        note(given);
        return forecast;
      },
    }),
  };
}
