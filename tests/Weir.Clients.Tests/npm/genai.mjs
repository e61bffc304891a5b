// The npm package @google/genai: generateContent, streamGenerateContent, countTokens, embedContent, models.
import { ApiError, FunctionCallingConfigMode, GoogleGenAI } from "@google/genai";
import { z } from "zod";
import { River, Weather, askBoth, askWeather, calledBoth, check, counted, fails, forecast, key, peculiar, png, repeat, run, same, shown, timeSchema, url, vectors, vectorsSent, weatherSchema, wrongKey } from "./harness.mjs";

const make = apiKey => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: url } });
const client = make(key);
const tools = [{ functionDeclarations: [{ name: "get_weather", description: "Says how the weather is.", parametersJsonSchema: weatherSchema }] }];

await run({
  async "generateContent"(model) {
    const answer = await client.models.generateContent({ model, contents: repeat });
    same(answer.text, peculiar, "text");
    same(answer.candidates[0].finishReason, "STOP", "finishReason");
    counted(answer.usageMetadata.promptTokenCount, answer.usageMetadata.candidatesTokenCount);
  },

  async "generateContent, streamed"(model) {
    let text = "", last;
    for await (const chunk of await client.models.generateContentStream({ model, contents: repeat })) {
      text += chunk.text ?? "";
      last = chunk;
    }
    same(text, peculiar, "text");
    same(last.candidates[0].finishReason, "STOP", "finishReason");
    counted(last.usageMetadata.promptTokenCount, last.usageMetadata.candidatesTokenCount);
  },

  async "generateContent, system prompt and turns"(model) {
    const answer = await client.models.generateContent({
      model,
      config: { systemInstruction: "You are terse.", temperature: 0.5 },
      contents: [
        { role: "user", parts: [{ text: "One." }] },
        { role: "model", parts: [{ text: "Two." }] },
        { role: "user", parts: [{ text: "repeat the system prompt" }] },
      ],
    });
    same(answer.text, "You are terse.", "text");
  },

  async "generateContent, tool loop"(model) {
    const contents = [{ role: "user", parts: [{ text: askWeather }] }];
    const asked = await client.models.generateContent({
      model, contents, config: { tools, toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ["get_weather"] } } },
    });
    const [call] = asked.functionCalls;
    Weather.parse(call.args);
    contents.push(asked.candidates[0].content, { role: "user", parts: [{ functionResponse: { id: call.id, name: call.name, response: { output: forecast } } }] });
    const told = await client.models.generateContent({ model, contents, config: { tools } });
    check(told.text.includes(forecast), told.text);
  },

  async "generateContent, tool call, streamed"(model) {
    const found = [];
    for await (const chunk of await client.models.generateContentStream({ model, contents: askWeather, config: { tools } })) found.push(...(chunk.functionCalls ?? []));
    same(found.length, 1, "calls");
    Weather.parse(found[0].args);
  },

  async "generateContent, two tools at once"(model) {
    const both = [{ functionDeclarations: [...tools[0].functionDeclarations, { name: "get_time", description: "Says the time.", parametersJsonSchema: timeSchema }] }];
    const asked = await client.models.generateContent({ model, contents: askBoth, config: { tools: both } });
    calledBoth(asked.functionCalls.map(call => ({ name: call.name, input: call.args })));
    const told = await client.models.generateContent({
      model,
      config: { tools: both },
      contents: [
        { role: "user", parts: [{ text: askBoth }] }, asked.candidates[0].content,
        { role: "user", parts: asked.functionCalls.map((call, index) => ({ functionResponse: { id: call.id, name: call.name, response: { output: ["Dry.", "Noon."][index] } } })) },
      ],
    });
    check(told.text.includes("Dry.") && told.text.includes("Noon."), told.text);
  },

  async "generateContent, image"(model) {
    const answer = await client.models.generateContent({ model, contents: [{ role: "user", parts: [{ text: "What is this?" }, { inlineData: { mimeType: "image/png", data: png } }] }] });
    shown(answer.text);
  },

  async "chat session"(model) {
    const chat = client.chats.create({ model });
    await chat.sendMessage({ message: "One." });
    same((await chat.sendMessage({ message: repeat })).text, peculiar, "text");
    let text = "";
    for await (const chunk of await chat.sendMessageStream({ message: repeat })) text += chunk.text ?? "";
    same(text, peculiar, "text of the stream");
  },

  async "generateContent, structured output"(model) {
    const answer = await client.models.generateContent({
      model, contents: "Name a river.", config: { responseMimeType: "application/json", responseJsonSchema: z.toJSONSchema(River) },
    });
    River.parse(JSON.parse(answer.text));
  },

  async "countTokens"(model) {
    counted((await client.models.countTokens({ model, contents: "How many tokens are these?" })).totalTokens);
  },

  async "embeddings"(model, { embeddings }) {
    const texts = ["a weir", "a dam", "a weir"];
    const call = () => client.models.embedContent({ model, contents: texts, config: { outputDimensionality: 64 } });
    if (!embeddings) return await fails(call, ApiError, error => error.status === 400);
    const found = (await call()).embeddings.map(item => item.values);
    vectors(found, 64);
    await vectorsSent(found, model, { embeddings }, texts, 64);
  },

  async "embeddings for a task"(model, { embeddings }) {
    const call = () => client.models.embedContent({ model, contents: "a weir", config: { taskType: "RETRIEVAL_QUERY" } });
    if (embeddings === "gemini") return same((await call()).embeddings.length, 1, "number of vectors");
    await fails(call, ApiError, error => error.status === 400 && (!embeddings || error.message.includes("taskType")));
  },

  async "models"(model) {
    const found = [];
    for await (const listed of await client.models.list()) found.push(listed.name);
    check(found.includes("models/" + model), `models: ${found}`);
    same((await client.models.get({ model })).name, "models/" + model, "name");
  },

  "wrong key": model => fails(() => make(wrongKey).models.generateContent({ model, contents: "One." }), ApiError, error => error.status === 401),

  "unknown model": model => fails(() => client.models.generateContent({ model: model + "x", contents: "One." }), ApiError, error => error.status === 404),

  "error of the upstream": model => fails(
    () => client.models.generateContent({ model, contents: "One.", config: { httpOptions: { headers: { "x-sim-fault": "status:400" } } } }), ApiError, error => error.status === 400),
});
