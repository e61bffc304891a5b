// The npm package openai: chat completions, responses, embeddings, models.
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError } from "openai";
import { zodResponseFormat, zodResponsesFunction, zodTextFormat } from "openai/helpers/zod";
import { River, Weather, askBoth, askWeather, calledBoth, check, counted, fails, forecast, key, peculiar, png, repeat, run, same, shown, timeSchema, url, vectors, vectorsSent, weatherSchema, wrongKey } from "./harness.mjs";

const make = apiKey => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
const client = make(key);
const messages = [{ role: "user", content: repeat }];
const chatTool = { type: "function", function: { name: "get_weather", description: "Says how the weather is.", parameters: weatherSchema, strict: true } };
const chatTools = [chatTool, { type: "function", function: { name: "get_time", parameters: timeSchema } }];
const responseTool = { type: "function", name: "get_weather", description: "Says how the weather is.", parameters: weatherSchema, strict: true };
const responseTools = [responseTool, { type: "function", name: "get_time", parameters: timeSchema, strict: true }];

await run({
  async "chat"(model) {
    const answer = await client.chat.completions.create({ model, messages });
    same(answer.choices[0].message.content, peculiar, "text");
    same(answer.choices[0].finish_reason, "stop", "finish_reason");
    same(answer.object, "chat.completion", "object");
    counted(answer.usage.prompt_tokens, answer.usage.completion_tokens);
  },

  async "chat, streamed"(model) {
    const stream = await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } });
    let text = "", finish, usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      finish = chunk.choices[0]?.finish_reason ?? finish;
      if (chunk.usage) usage = chunk.usage;
    }
    same(text, peculiar, "text");
    same(finish, "stop", "finish_reason");
    counted(usage.prompt_tokens, usage.completion_tokens);
  },

  async "chat, streamed without usage"(model) {
    const stream = await client.chat.completions.create({ model, messages, stream: true });
    let text = "";
    for await (const chunk of stream) {
      check(chunk.choices.length === 1, `a chunk nobody asked for: ${JSON.stringify(chunk)}`);
      text += chunk.choices[0].delta.content ?? "";
    }
    same(text, peculiar, "text");
  },

  async "chat, system prompt and turns"(model) {
    const answer = await client.chat.completions.create({
      model,
      temperature: 0.5,
      messages: [
        { role: "system", content: "You are terse." },
        { role: "user", content: "One." },
        { role: "assistant", content: "Two." },
        { role: "user", content: "repeat the system prompt" },
      ],
    });
    same(answer.choices[0].message.content, "You are terse.", "text");
  },

  async "chat, tool loop"(model) {
    let asked;
    const runner = client.chat.completions.runTools({
      model,
      messages: [{ role: "user", content: askWeather }],
      tools: [{ type: "function", function: { ...chatTool.function, parse: JSON.parse, function: given => { asked = given; return forecast; } } }],
    });
    const text = await runner.finalContent();
    Weather.parse(asked);
    check(text.includes(forecast), text);
  },

  async "chat, tool loop, streamed"(model) {
    let asked;
    const runner = client.chat.completions.runTools({
      model,
      stream: true,
      messages: [{ role: "user", content: askWeather }],
      tools: [{ type: "function", function: { ...chatTool.function, parse: JSON.parse, function: given => { asked = given; return forecast; } } }],
    });
    const text = await runner.finalContent();
    Weather.parse(asked);
    check(text.includes(forecast), text);
  },

  async "chat, two tools at once, streamed"(model) {
    const stream = client.chat.completions.stream({ model, messages: [{ role: "user", content: askBoth }], tools: chatTools });
    const asked = (await stream.finalChatCompletion()).choices[0];
    same(asked.finish_reason, "tool_calls", "finish_reason");
    calledBoth(asked.message.tool_calls.map(call => ({ name: call.function.name, input: JSON.parse(call.function.arguments) })));
    // What the client adds for its application (parsed, parsed_arguments) is no part of the API.
    const tool_calls = asked.message.tool_calls.map(call => ({ id: call.id, type: call.type, function: { name: call.function.name, arguments: call.function.arguments } }));
    const told = await client.chat.completions.create({
      model,
      tools: chatTools,
      messages: [
        { role: "user", content: askBoth }, { role: "assistant", content: null, tool_calls },
        ...tool_calls.map((call, index) => ({ role: "tool", tool_call_id: call.id, content: ["Dry.", "Noon."][index] })),
      ],
    });
    check(told.choices[0].message.content.includes("Dry.; Noon."), told.choices[0].message.content);
  },

  async "chat, image"(model) {
    const content = [{ type: "text", text: "What is this?" }, { type: "image_url", image_url: { url: "data:image/png;base64," + png } }];
    shown((await client.chat.completions.create({ model, messages: [{ role: "user", content }] })).choices[0].message.content);
  },

  async "chat, reasoning"(model) {
    const answer = await client.chat.completions.create({ model, messages, reasoning_effort: "low" });
    same(answer.choices[0].message.content, peculiar, "text");
    counted(answer.usage.completion_tokens);
  },

  async "chat, structured output"(model) {
    const answer = await client.chat.completions.parse({ model, messages: [{ role: "user", content: "Name a river." }], response_format: zodResponseFormat(River, "river") });
    River.parse(answer.choices[0].message.parsed);
  },

  async "responses"(model) {
    const answer = await client.responses.create({ model, input: repeat, instructions: "You are terse." });
    same(answer.output_text, peculiar, "text");
    same(answer.status, "completed", "status");
    counted(answer.usage.input_tokens, answer.usage.output_tokens);
  },

  async "responses, streamed"(model) {
    const stream = await client.responses.create({ model, input: repeat, stream: true });
    let text = "", last, number = -1;
    for await (const event of stream) {
      same(event.sequence_number, ++number, "sequence_number");
      if (event.type === "response.output_text.delta") text += event.delta;
      last = event;
    }
    same(text, peculiar, "text");
    same(last.type, "response.completed", "last event");
    same(last.response.output[0].content[0].text, peculiar, "text of the end");
    counted(last.response.usage.input_tokens, last.response.usage.output_tokens);
  },

  async "responses, the client's stream"(model) {
    const answer = await client.responses.stream({ model, input: repeat }).finalResponse();
    same(answer.output_text, peculiar, "text");
  },

  async "responses, tool loop"(model) {
    const input = [{ role: "user", content: askWeather }];
    const asked = await client.responses.parse({ model, input, tools: [zodResponsesFunction({ name: "get_weather", parameters: Weather })] });
    const call = asked.output.find(item => item.type === "function_call");
    Weather.parse(call.parsed_arguments);
    const told = await client.responses.create({
      model, tools: [responseTool], input: [...input, ...asked.output.map(item => ({ ...item, parsed_arguments: undefined })), { type: "function_call_output", call_id: call.call_id, output: forecast }],
    });
    check(told.output_text.includes(forecast), told.output_text);
  },

  async "responses, tool call, streamed"(model) {
    const stream = await client.responses.create({ model, input: askWeather, tools: [responseTool], stream: true });
    let pieces = "", whole, item;
    for await (const event of stream) {
      if (event.type === "response.function_call_arguments.delta") pieces += event.delta;
      if (event.type === "response.function_call_arguments.done") whole = event.arguments;
      if (event.type === "response.output_item.done") item = event.item;
    }
    same(whole, pieces, "arguments");
    same(item.arguments, pieces, "arguments of the item");
    Weather.parse(JSON.parse(whole));
  },

  async "responses, tool loop over previous_response_id"(model) {
    const asked = await client.responses.create({ model, input: askWeather, tools: [responseTool] });
    const call = asked.output.find(item => item.type === "function_call");
    const told = await client.responses.create({
      model, tools: [responseTool], previous_response_id: asked.id, input: [{ type: "function_call_output", call_id: call.call_id, output: forecast }],
    });
    check(told.output_text.includes(forecast), told.output_text);
    same(told.previous_response_id, asked.id, "previous_response_id");
  },

  async "responses, two tools at once, streamed"(model) {
    const asked = await client.responses.stream({ model, input: askBoth, tools: responseTools }).finalResponse();
    const found = asked.output.filter(item => item.type === "function_call");
    calledBoth(found.map(call => ({ name: call.name, input: JSON.parse(call.arguments) })));
    const told = await client.responses.create({
      model, tools: responseTools, previous_response_id: asked.id,
      input: found.map((call, index) => ({ type: "function_call_output", call_id: call.call_id, output: ["Dry.", "Noon."][index] })),
    });
    check(told.output_text.includes("Dry.; Noon."), told.output_text);
  },

  async "responses, image"(model) {
    const content = [{ type: "input_text", text: "What is this?" }, { type: "input_image", detail: "auto", image_url: "data:image/png;base64," + png }];
    shown((await client.responses.create({ model, input: [{ role: "user", content }] })).output_text);
  },

  async "responses, reasoning"(model) {
    const answer = await client.responses.create({ model, input: repeat, reasoning: { effort: "low" } });
    same(answer.output_text, peculiar, "text");
    counted(answer.usage.output_tokens);
  },

  async "responses, structured output"(model) {
    const answer = await client.responses.parse({ model, input: "Name a river.", text: { format: zodTextFormat(River, "river") } });
    River.parse(answer.output_parsed);
  },

  async "responses, kept and deleted"(model) {
    const first = await client.responses.create({ model, input: "One." });
    const second = await client.responses.create({ model, input: repeat, previous_response_id: first.id });
    same(second.output_text, peculiar, "text");
    const found = await client.responses.retrieve(second.id);
    same(found.output_text, peculiar, "text as kept");
    same(found.id, second.id, "id as kept");
    const items = [];
    for await (const item of client.responses.inputItems.list(second.id, { order: "asc" })) items.push(item);
    check(items.some(item => JSON.stringify(item.content).includes("repeat exactly")), JSON.stringify(items));
    check(items.every(item => item.id), "an item without an id");
    await client.responses.delete(first.id);
    await client.responses.delete(second.id);
    return await fails(() => client.responses.retrieve(second.id), NotFoundError);
  },

  async "responses, streamed and kept"(model) {
    const stream = await client.responses.create({ model, input: repeat, stream: true });
    let id;
    for await (const event of stream) if (event.type === "response.completed") id = event.response.id;
    same((await client.responses.retrieve(id)).output_text, peculiar, "text as kept");
  },

  async "responses, store: false"(model) {
    const answer = await client.responses.create({ model, input: "One.", store: false });
    return await fails(() => client.responses.retrieve(answer.id), NotFoundError);
  },

  "responses, unknown previous_response_id": model => fails(
    () => client.responses.create({ model, input: "One.", previous_response_id: "resp_nobody_knows_this" }),
    NotFoundError, error => error.code === "previous_response_not_found" && error.param === "previous_response_id"),

  async "responses, input tokens"(model) {
    const count = await client.responses.inputTokens.count({ model, input: "How many tokens are these?" });
    counted(count.input_tokens);
  },

  async "embeddings"(model, { embeddings }) {
    const input = ["a weir", "a dam", "a weir"];
    if (!embeddings) return await fails(() => client.embeddings.create({ model, input }), BadRequestError);
    const answer = await client.embeddings.create({ model, input, dimensions: 64, user: "ann" });
    vectors(answer.data.map(item => item.embedding), 64);
    await vectorsSent(answer.data.map(item => item.embedding), model, { embeddings }, input, 64);
    counted(answer.usage.prompt_tokens);
  },

  async "embeddings, as numbers"(model, { embeddings }) {
    if (!embeddings) return;
    const answer = await client.embeddings.create({ model, input: peculiar, dimensions: 64, encoding_format: "float" });
    await vectorsSent(answer.data.map(item => item.embedding), model, { embeddings }, [peculiar], 64);
  },

  async "models"(model) {
    const found = [];
    for await (const listed of client.models.list()) found.push(listed.id);
    check(found.includes(model), `models: ${found}`);
    same((await client.models.retrieve(model)).id, model, "id");
  },

  "wrong key": model => fails(() => make(wrongKey).chat.completions.create({ model, messages }), AuthenticationError, error => error.code === "invalid_api_key"),

  "wrong key, responses": model => fails(() => make(wrongKey).responses.create({ model, input: "One." }), AuthenticationError, error => error.code === "invalid_api_key"),

  "unknown model": model => fails(() => client.chat.completions.create({ model: model + "x", messages }), NotFoundError, error => error.code === "model_not_found"),

  "bad request": model => fails(
    () => client.chat.completions.create({ model, messages: [{ role: "tool", tool_call_id: "call_1", content: "an answer to nothing" }] }), BadRequestError),

  "error of the upstream": model => fails(
    () => client.chat.completions.create({ model, messages }, { headers: { "x-sim-fault": "status:400" } }), BadRequestError),
});
