// What clients do whose budget is used up: they are told so by an error of their own, and ask once, although they would ask again by themselves.
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { check, fails, key, run, url } from "./harness.mjs";

const messages = [{ role: "user", content: "Hello" }];
const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: key });
const anthropic = new Anthropic({ baseURL: url, apiKey: key });
const google = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } });

/** Whether an error says which budget it was, and not to ask again. */
function isSpent(error) {
  const says = error.status === 402 && error.message.includes("'all'");
  return says && (!error.headers?.get || error.headers.get("x-should-retry") === "false");
}

await run({
  "openai, chat": model => fails(() => openai.chat.completions.create({ model, messages }), OpenAI.APIError, error => isSpent(error) && error.code === "budget_exceeded"),

  "openai, chat as a stream": model => fails(() => openai.chat.completions.create({ model, messages, stream: true }), OpenAI.APIError, isSpent),

  "openai, responses": model => fails(() => openai.responses.create({ model, input: "Hello" }), OpenAI.APIError, isSpent),

  "anthropic": model => fails(() => anthropic.messages.create({ model, max_tokens: 100, messages }), Anthropic.APIError, error => isSpent(error) && error.error.error.type === "billing_error"),

  "anthropic, as a stream": model => fails(() => anthropic.messages.create({ model, max_tokens: 100, messages, stream: true }), Anthropic.APIError, isSpent),

  "google": async model => {
    try {
      await google.models.generateContent({ model, contents: "Hello" });
    } catch (error) {
      check(error.status === 402 && error.message.includes("FAILED_PRECONDITION"), error.message);
      return;
    }
    throw new Error("no error");
  },
});
