// Runs a client's scenarios on every model that it is given, and prints one JSON line for each:
//   { "model", "name", "ok", "detail", "calls": [{ "method", "path", "status", "id" }] }
// Reads WEIR_URL (without /v1), WEIR_KEY and WEIR_MODELS (a JSON array of { "name", "embeddings" }, the latter saying in whose dialect the model's upstream embeds, or null).
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

export const url = process.env.WEIR_URL;
export const key = process.env.WEIR_KEY;
export const wrongKey = "wk_nobody-knows-this-one";

// Quotes, escapes, a pair of surrogates, and what a stream's framing could be mistaken for.
export const peculiar = "Zoë's naïve 🦫 dam: \"tab\there\", back\\slash, {json}, data: [DONE]?\nA second line.";
export const repeat = "repeat exactly: " + peculiar;

export const forecast = "Dry, nine degrees.";
export const askWeather = "How will the weather be in Delft? call get_weather";
export const Weather = z.object({ city: z.string(), days: z.int().min(1).max(7) }).strict();
export const weatherSchema = {
  type: "object",
  properties: { city: { type: "string" }, days: { type: "integer", minimum: 1, maximum: 7 } },
  required: ["city", "days"],
  additionalProperties: false,
};
// Two tools at once, which the simulator calls when it is told to.
export const askBoth = "call get_weather and get_time";
export const timeSchema = { type: "object", properties: { zone: { type: "string" } }, required: ["zone"], additionalProperties: false };
// The smallest PNG there is; the simulator says what it was shown.
export const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
export const River = z.object({ river: z.string(), length: z.number(), dammed: z.boolean() });

let calls = [];
const fetchOfNode = globalThis.fetch;

// Only looks: which calls reach the gateway, and under which identifier. The clients must not notice.
globalThis.fetch = async (input, init) => {
  const request = new URL(input instanceof Request ? input.url : input);
  if (request.origin !== new URL(url).origin) throw new Error(`a call to ${request.origin}, which is not the gateway`);
  const response = await fetchOfNode(input, init);
  calls.push({
    method: (init?.method ?? input.method ?? "GET").toUpperCase(),
    path: request.pathname,
    status: response.status,
    id: response.headers.get("x-request-id"),
  });
  return response;
};

/** Fails the scenario unless something holds. */
export function check(holds, what) {
  if (!holds) throw new Error(what);
}

/** Fails the scenario unless both are equal, member by member. */
export function same(seen, wanted, what) {
  check(isDeepStrictEqual(seen, wanted), `${what}: ${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}`);
}

/** Fails the scenario unless a call fails with an error of a class. */
export async function fails(call, type, test = () => true) {
  try {
    await call();
  } catch (error) {
    check(error instanceof type, `${error?.constructor?.name} instead of ${type.name}: ${error?.message}`);
    check(test(error), `another ${type.name} was expected: ${error.message}`);
    return `${error.constructor.name} ${error.status ?? error.statusCode ?? ""}`;
  }
  throw new Error(`no error, but ${type.name} was expected`);
}

/** Fails the scenario unless both tools were called, with arguments that fit. */
export function calledBoth(found) {
  same(found.map(call => call.name), ["get_weather", "get_time"], "tools");
  Weather.parse(found[0].input);
  same(typeof found[1].input.zone, "string", "zone");
}

/** Fails the scenario unless an answer speaks of the picture. */
export function shown(text) {
  check(text.includes(`[image/png, ${Buffer.from(png, "base64").length} bytes]`), text);
}

/** Fails the scenario unless counts are whole and positive. */
export function counted(...counts) {
  for (const count of counts) check(Number.isInteger(count) && count > 0, `usage: ${JSON.stringify(counts)}`);
}

/** Fails the scenario unless vectors are as simulated ones are: of a length, of norm one, the same for the same text. */
export function vectors(found, size) {
  same(found.length, 3, "number of vectors");
  for (const vector of found) {
    same(vector.length, size, "numbers in a vector");
    check(Math.abs(vector.reduce((sum, x) => sum + x * x, 0) - 1) < 0.001, "a vector's length is not 1");
  }
  same(found[2], found[0], "vectors of the same text");
  check(!isDeepStrictEqual(found[1], found[0]), "different texts have the same vector");
}

/** The vectors that the upstream has for texts, asked for in its own dialect, so that they come through the gateway as they are. */
async function vectorsAsSent(model, dialect, texts, size) {
  const [path, body] = dialect === "openai"
    ? ["/v1/embeddings", { model, input: texts, dimensions: size, encoding_format: "float" }]
    : [`/v1beta/models/${model}:batchEmbedContents`, { requests: texts.map(text => ({ model: `models/${model}`, content: { parts: [{ text }] }, outputDimensionality: size })) }];
  const response = await fetch(url + path, { method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  const answer = await response.json();
  return dialect === "openai" ? answer.data.map(item => item.embedding) : answer.embeddings.map(item => item.values);
}

/** Fails the scenario unless vectors are, number by number, those that the upstream sent. */
export async function vectorsSent(found, model, { embeddings }, texts, size) {
  const floats = list => list.map(vector => vector.map(Math.fround));
  same(floats(found), floats(await vectorsAsSent(model, embeddings, texts, size)), "vectors");
}

/** Runs every scenario on every model. */
export async function run(scenarios) {
  process.on("unhandledRejection", error => console.error("left unhandled:", error));
  for (const model of JSON.parse(process.env.WEIR_MODELS)) {
    for (const [name, scenario] of Object.entries(scenarios)) {
      calls = [];
      const line = { model: model.name, name, ok: true, detail: "" };
      try {
        line.detail = (await scenario(model.name, model)) ?? "";
      } catch (error) {
        line.ok = false;
        line.detail = `${error?.constructor?.name}: ${error?.message}`;
        if (process.env.WEIR_TRACE) line.detail += `\n${error?.stack}`;
      }
      console.log(JSON.stringify({ ...line, calls }));
    }
  }
}
