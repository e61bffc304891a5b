using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

internal static class GeminiRequest
{
    public static void Decode(JsonObject body, Meaning meaning)
    {
        foreach (var part in (body["systemInstruction"] ?? body["system_instruction"]).List("parts")) meaning.System(part.Text("text"));
        foreach (var content in body.List("contents"))
            foreach (var part in content.List("parts")) Part(content.MayText("role") == "model" ? "assistant" : "user", part, meaning);
        foreach (var function in body.List("tools").SelectMany(tool => tool.List("functionDeclarations")))
            meaning.Tool(function.Text("name"), function.MayText("description"), function["parametersJsonSchema"] ?? function["parameters"]);
        var calling = body["toolConfig"]?["functionCallingConfig"];
        var only = calling.List("allowedFunctionNames").Select(name => name.GetValue<string>()).ToList();
        meaning.Set("choice", calling.MayText("mode") switch { "ANY" when only.Count > 0 => "only " + string.Join(',', only), "ANY" => "required", var word => word?.ToLowerInvariant() });
        var config = body["generationConfig"];
        meaning.Set("max", config.Number("maxOutputTokens"));
        foreach (var stop in config.List("stopSequences")) meaning.Set("stop", stop.GetValue<string>());
        meaning.Set("temperature", config.Number("temperature"));
        meaning.Set("top_p", config.Number("topP"));
        if (config?["thinkingConfig"]?["thinkingBudget"] is { } budget) meaning.Budget(budget.GetValue<int>());
        else meaning.Set("effort", config?["thinkingConfig"].MayText("thinkingLevel")?.ToLowerInvariant());
        if (config.MayText("responseMimeType") == "application/json") meaning.Format(config?["responseJsonSchema"] ?? config?["responseSchema"]);
    }

    private static void Part(string role, JsonNode part, Meaning meaning)
    {
        if (part["thought"]?.GetValue<bool>() == true) meaning.Thought(part.Text("text"), part.MayText("thoughtSignature"));
        else if (part["text"] is { } text) meaning.Text(role, text.GetValue<string>());
        else if (part["inlineData"] is { } data) meaning.Media(Kind(data), $"{data.Text("mimeType")};{data.Text("data")}");
        else if (part["fileData"] is { } file) meaning.Media(Kind(file), file.Text("fileUri"));
        else if (part["functionCall"] is { } call) meaning.Call(call.MayText("id"), call.Text("name"), call["args"] ?? new JsonObject());
        else if (part["functionResponse"] is { } response) meaning.Result(response.MayText("id"), response.Text("name"), Result(response["response"]!.AsObject()));
        else meaning.Media("unknown", part.ToJsonString());
    }

    private static string Kind(JsonNode media) => media.MayText("mimeType") == "application/pdf" ? "file" : "image";

    /// <summary>A response is any object; the only text in it is what the function gave back.</summary>
    private static string Result(JsonObject response) =>
        response.Count == 1 && response.First().Value is JsonValue value && value.TryGetValue(out string? text) ? text : response.ToJsonString();
}
