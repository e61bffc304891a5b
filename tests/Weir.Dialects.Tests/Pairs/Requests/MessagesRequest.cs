using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

internal static class MessagesRequest
{
    public static void Decode(JsonObject body, Meaning meaning)
    {
        if (body["system"] is JsonValue system) meaning.System(system.GetValue<string>());
        foreach (var block in body.List("system")) meaning.System(block.Text("text"));
        foreach (var message in body.List("messages"))
            if (message["content"] is JsonValue text) meaning.Text(message.Text("role"), text.GetValue<string>());
            else
                foreach (var block in message.List("content")) Block(message.Text("role"), block, meaning);
        foreach (var tool in body.List("tools")) meaning.Tool(tool.Text("name"), tool.MayText("description"), tool["input_schema"]);
        Choice(body["tool_choice"], meaning);
        meaning.Set("max", body.Number("max_tokens"));
        foreach (var stop in body.List("stop_sequences")) meaning.Set("stop", stop.GetValue<string>());
        meaning.Set("temperature", body.Number("temperature"));
        meaning.Set("top_p", body.Number("top_p"));
        if (body["output_config"].MayText("effort") is { } effort) meaning.Set("effort", effort);
        else if (body["thinking"]?["budget_tokens"] is { } budget) meaning.Budget(budget.GetValue<int>());
        else if (body["thinking"].MayText("type") == "disabled") meaning.Set("effort", "none");
        if ((body["output_config"]?["format"] ?? body["output_format"]) is { } format) meaning.Format(format["schema"]);
    }

    private static void Block(string role, JsonNode block, Meaning meaning)
    {
        switch (block.Text("type"))
        {
            case "text" when role == "system": meaning.System(block.Text("text")); break;
            case "text": meaning.Text(role, block.Text("text")); break;
            case "image": meaning.Media("image", Source(block["source"]!)); break;
            case "document": meaning.Media("file", Source(block["source"]!)); break;
            case "thinking": meaning.Thought(block.Text("thinking"), block.Text("signature")); break;
            case "redacted_thinking": meaning.Thought(null, block.Text("data")); break;
            case "tool_use": meaning.Call(block.Text("id"), block.Text("name"), block["input"]); break;
            case "tool_result": meaning.Result(block.Text("tool_use_id"), null, Decoder.Joined(block["content"])); break;
            default: meaning.Media(block.Text("type"), block.ToJsonString()); break;
        }
    }

    private static string Source(JsonNode source) => source.Text("type") == "url" ? source.Text("url") : $"{source.Text("media_type")};{source.Text("data")}";

    private static void Choice(JsonNode? choice, Meaning meaning)
    {
        meaning.Set("choice", choice.MayText("type") switch { "any" => "required", "tool" => "only " + choice.Text("name"), var word => word });
        if (choice?["disable_parallel_tool_use"] is { } off) meaning.Set("parallel", off.GetValue<bool>() ? "false" : "true");
    }
}
