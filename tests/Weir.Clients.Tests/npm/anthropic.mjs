// The npm package @anthropic-ai/sdk: messages, count_tokens, models.
import Anthropic, { AuthenticationError, BadRequestError, NotFoundError } from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { River, Weather, askBoth, askWeather, calledBoth, check, counted, fails, forecast, key, peculiar, png, repeat, run, same, shown, timeSchema, url, weatherSchema, wrongKey } from "./harness.mjs";

const make = apiKey => new Anthropic({ baseURL: url, apiKey, maxRetries: 0 });
const client = make(key);
const max_tokens = 1000;
const messages = [{ role: "user", content: repeat }];
const tools = [{ name: "get_weather", description: "Says how the weather is.", input_schema: weatherSchema }];

await run({
  async "messages"(model) {
    const answer = await client.messages.create({ model, max_tokens, messages });
    same(answer.content.map(block => block.text), [peculiar], "text");
    same(answer.stop_reason, "end_turn", "stop_reason");
    same([answer.type, answer.role], ["message", "assistant"], "type and role");
    counted(answer.usage.input_tokens, answer.usage.output_tokens);
  },

  async "messages, streamed"(model) {
    const stream = await client.messages.create({ model, max_tokens, messages, stream: true });
    let text = "", last, usage;
    for await (const event of stream) {
      if (event.type === "content_block_delta") text += event.delta.text;
      if (event.type === "message_delta") usage = event.usage;
      last = event.type;
    }
    same(text, peculiar, "text");
    same(last, "message_stop", "last event");
    counted(usage.output_tokens);
  },

  async "messages, the client's stream"(model) {
    const answer = await client.messages.stream({ model, max_tokens, messages }).finalMessage();
    same(answer.content.map(block => block.text), [peculiar], "text");
    same(answer.stop_reason, "end_turn", "stop_reason");
    counted(answer.usage.output_tokens);
  },

  async "messages, system prompt and turns"(model) {
    const answer = await client.messages.create({
      model,
      max_tokens,
      system: [{ type: "text", text: "You are terse.", cache_control: { type: "ephemeral" } }],
      messages: [
        { role: "user", content: "One." },
        { role: "assistant", content: [{ type: "text", text: "Two." }] },
        { role: "user", content: "repeat the system prompt" },
      ],
    });
    same(answer.content[0].text, "You are terse.", "text");
  },

  async "messages, max_tokens"(model) {
    const answer = await client.messages.create({ model, max_tokens: 5, messages: [{ role: "user", content: "Tell me about rivers." }] });
    same(answer.stop_reason, "max_tokens", "stop_reason");
  },

  // What Claude Code asks for to see whether its quota is used up.
  async "messages, max_tokens of one, streamed"(model) {
    const answer = await client.messages.stream({ model, max_tokens: 1, messages: [{ role: "user", content: "quota" }] }).finalMessage();
    same(answer.stop_reason, "max_tokens", "stop_reason");
    counted(answer.usage.output_tokens);
  },

  async "messages, tool loop by hand"(model) {
    const talk = [{ role: "user", content: askWeather }];
    const asked = await client.messages.create({ model, max_tokens, messages: talk, tools, tool_choice: { type: "tool", name: "get_weather" } });
    same(asked.stop_reason, "tool_use", "stop_reason");
    const call = asked.content.find(block => block.type === "tool_use");
    Weather.parse(call.input);
    talk.push({ role: "assistant", content: asked.content }, { role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: forecast }] });
    const told = await client.messages.create({ model, max_tokens, messages: talk, tools });
    check(told.content[0].text.includes(forecast), told.content[0].text);
  },

  async "messages, two tools at once, streamed"(model) {
    const talk = [{ role: "user", content: askBoth }];
    const both = [...tools, { name: "get_time", input_schema: timeSchema }];
    const asked = await client.messages.stream({ model, max_tokens, messages: talk, tools: both }).finalMessage();
    const found = asked.content.filter(block => block.type === "tool_use");
    calledBoth(found);
    const results = found.map((call, index) => ({ type: "tool_result", tool_use_id: call.id, content: ["Dry.", "Noon."][index] }));
    const told = await client.messages.create({
      model, max_tokens, tools: both, messages: [...talk, { role: "assistant", content: asked.content }, { role: "user", content: results }],
    });
    check(told.content[0].text.includes("Dry.; Noon."), told.content[0].text);
  },

  async "messages, one tool at a time, streamed"(model) {
    const talk = [{ role: "user", content: askBoth }];
    const both = [...tools, { name: "get_time", input_schema: timeSchema }];
    const tool_choice = { type: "auto", disable_parallel_tool_use: true };
    const asked = await client.messages.stream({ model, max_tokens, messages: talk, tools: both, tool_choice }).finalMessage();
    const call = asked.content.filter(block => block.type === "tool_use");
    same([call.map(call => call.name), asked.stop_reason], [["get_weather"], "tool_use"], "tools");
    talk.push({ role: "assistant", content: asked.content }, { role: "user", content: [{ type: "tool_result", tool_use_id: call[0].id, content: forecast }] });
    const told = await client.messages.create({ model, max_tokens, messages: talk, tools: both, tool_choice });
    check(told.content[0].text.includes(forecast), told.content[0].text);
  },

  async "messages, image"(model) {
    const content = [{ type: "text", text: "What is this?" }, { type: "image", source: { type: "base64", media_type: "image/png", data: png } }];
    shown((await client.messages.create({ model, max_tokens, messages: [{ role: "user", content }] })).content[0].text);
  },

  async "messages, tool runner"(model) {
    let asked;
    const weather = betaZodTool({ name: "get_weather", description: "Says how the weather is.", inputSchema: Weather, run: given => { asked = given; return forecast; } });
    const told = await client.beta.messages.toolRunner({ model, max_tokens, messages: [{ role: "user", content: askWeather }], tools: [weather] });
    Weather.parse(asked);
    check(told.content[0].text.includes(forecast), JSON.stringify(told.content));
  },

  async "messages, tool runner, streamed"(model) {
    let asked;
    const weather = betaZodTool({ name: "get_weather", description: "Says how the weather is.", inputSchema: Weather, run: given => { asked = given; return forecast; } });
    let last;
    for await (const stream of client.beta.messages.toolRunner({ model, max_tokens, messages: [{ role: "user", content: askWeather }], tools: [weather], stream: true }))
      last = await stream.finalMessage();
    Weather.parse(asked);
    check(last.content[0].text.includes(forecast), JSON.stringify(last.content));
  },

  async "messages, thinking"(model) {
    const talk = [{ role: "user", content: askWeather }];
    const thinking = { type: "enabled", budget_tokens: 1024 };
    const asked = await client.messages.create({ model, max_tokens: 4000, thinking, messages: talk, tools });
    const call = asked.content.find(block => block.type === "tool_use");
    check(call, JSON.stringify(asked.content));
    talk.push({ role: "assistant", content: asked.content }, { role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: forecast }] });
    const told = await client.messages.create({ model, max_tokens: 4000, thinking, messages: talk, tools });
    check(told.content.some(block => block.text?.includes(forecast)), JSON.stringify(told.content));
    return asked.content.map(block => block.type).join(", ");
  },

  async "messages, structured output"(model) {
    const answer = await client.messages.parse({ model, max_tokens, messages: [{ role: "user", content: "Name a river." }], output_config: { format: zodOutputFormat(River) } });
    River.parse(answer.parsed_output);
  },

  async "count_tokens"(model) {
    counted((await client.messages.countTokens({ model, messages, tools })).input_tokens);
  },

  async "models"(model) {
    const found = [];
    for await (const listed of client.models.list()) found.push(listed.id);
    check(found.includes(model), `models: ${found}`);
    same((await client.models.retrieve(model)).id, model, "id");
  },

  "wrong key": model => fails(() => make(wrongKey).messages.create({ model, max_tokens, messages }), AuthenticationError, error => error.type === "authentication_error"),

  "wrong key, streamed": model => fails(() => make(wrongKey).messages.stream({ model, max_tokens, messages }).finalMessage(), AuthenticationError),

  "unknown model": model => fails(() => client.messages.create({ model: model + "x", max_tokens, messages }), NotFoundError, error => error.type === "not_found_error"),

  "bad request": model => fails(
    () => client.messages.create({ model, max_tokens, messages: [{ role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "an answer to nothing" }] }] }),
    BadRequestError, error => error.type === "invalid_request_error"),

  "error of the upstream": model => fails(
    () => client.messages.create({ model, max_tokens, messages }, { headers: { "x-sim-fault": "status:400" } }), BadRequestError),
});
