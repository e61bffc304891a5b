// Every client as docs/guides/point-a-client.md points it by environment variables alone.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { ChatOpenAI } from "@langchain/openai";
import { generateText } from "ai";
import OpenAI from "openai";
import { key, peculiar, repeat, run, same, url } from "./harness.mjs";

const messages = [{ role: "user", content: repeat }];

/** A scenario under variables of its own. */
function having(variables, scenario) {
  return async model => {
    Object.assign(process.env, variables);
    try {
      same(await scenario(model), peculiar, "text");
    } finally {
      for (const name of Object.keys(variables)) delete process.env[name];
    }
  };
}

const openai = { OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: key };

await run({
  "openai": having(openai, async model => (await new OpenAI({ maxRetries: 0 }).chat.completions.create({ model, messages })).choices[0].message.content),

  "@ai-sdk/openai": having(openai, async model => (await generateText({ model: createOpenAI()(model), prompt: repeat, maxRetries: 0 })).text),

  "@langchain/openai": having(openai, async model => (await new ChatOpenAI({ model, maxRetries: 0 }).invoke(repeat)).text),

  "@anthropic-ai/sdk": having(
    { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key },
    async model => (await new Anthropic({ maxRetries: 0 }).messages.create({ model, max_tokens: 1000, messages })).content[0].text),

  // Unlike Anthropic's own clients, this one wants the version in its address.
  "@ai-sdk/anthropic": having(
    { ANTHROPIC_BASE_URL: `${url}/v1`, ANTHROPIC_API_KEY: key },
    async model => (await generateText({ model: createAnthropic()(model), prompt: repeat, maxOutputTokens: 1000, maxRetries: 0 })).text),

  "@google/genai": having(
    { GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: key },
    async model => (await new GoogleGenAI({}).models.generateContent({ model, contents: repeat })).text),
});
