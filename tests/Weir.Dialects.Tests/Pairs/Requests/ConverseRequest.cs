using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

internal static class ConverseRequest
{
    public static void Decode(JsonObject body, Meaning meaning)
    {
        foreach (var block in body.List("system")) meaning.System(block.Text("text"));
        foreach (var message in body.List("messages"))
            foreach (var block in message.List("content")) Block(message.Text("role"), block, meaning);
        foreach (var tool in body["toolConfig"].List("tools"))
            if (tool["toolSpec"] is { } spec) meaning.Tool(spec.Text("name"), spec.MayText("description"), spec["inputSchema"]!["json"]);
        if (body["toolConfig"]?["toolChoice"] is JsonObject choice)
            meaning.Set("choice", choice.First().Key switch { "any" => "required", "tool" => "only " + choice["tool"].Text("name"), var word => word });
        var config = body["inferenceConfig"];
        meaning.Set("max", config.Number("maxTokens"));
        foreach (var stop in config.List("stopSequences")) meaning.Set("stop", stop.GetValue<string>());
        meaning.Set("temperature", config.Number("temperature"));
        meaning.Set("top_p", config.Number("topP"));
        var more = body["additionalModelRequestFields"];
        if ((more?["thinking"] ?? more?["reasoning_config"])?["budget_tokens"] is { } budget) meaning.Budget(budget.GetValue<int>());
        else if (more?["output_config"].MayText("effort") is { } effort) meaning.Set("effort", effort);
        if (body["outputConfig"]?["textFormat"]?["structure"]?["jsonSchema"] is { } schema) meaning.Format(JsonNode.Parse(schema.Text("schema")));
    }

    private static void Block(string role, JsonNode block, Meaning meaning)
    {
        if (block["text"] is { } text) meaning.Text(role, text.GetValue<string>());
        else if (block["image"] is { } image) meaning.Media("image", $"image/{image.Text("format")};{image["source"].Text("bytes")}");
        else if (block["document"] is { } file) meaning.Media("file", $"application/{file.Text("format")};{file["source"].Text("bytes")}");
        else if (block["toolUse"] is { } call) meaning.Call(call.Text("toolUseId"), call.Text("name"), call["input"]);
        else if (block["toolResult"] is { } result) meaning.Result(result.Text("toolUseId"), null, Decoder.Joined(result["content"]));
        else if (block["reasoningContent"]?["reasoningText"] is { } thought) meaning.Thought(thought.Text("text"), thought.MayText("signature"));
        else meaning.Media("unknown", block.ToJsonString());
    }
}
