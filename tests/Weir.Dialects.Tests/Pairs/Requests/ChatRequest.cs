using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

internal static class ChatRequest
{
    public static void Decode(JsonObject body, Meaning meaning)
    {
        foreach (var message in body.List("messages")) Message(message, meaning);
        foreach (var tool in body.List("tools")) meaning.Tool(tool["function"].Text("name"), tool["function"].MayText("description"), tool["function"]!["parameters"]);
        if (body["tool_choice"] is JsonObject named) meaning.Set("choice", "only " + named["function"].Text("name"));
        else meaning.Set("choice", body.MayText("tool_choice"));
        meaning.Set("parallel", body["parallel_tool_calls"]);
        meaning.Set("max", body.Number("max_completion_tokens") ?? body.Number("max_tokens"));
        foreach (var stop in body["stop"] is JsonValue one ? [one] : body.List("stop")) meaning.Set("stop", stop.GetValue<string>());
        meaning.Set("temperature", body.Number("temperature"));
        meaning.Set("top_p", body.Number("top_p"));
        meaning.Set("effort", body.MayText("reasoning_effort"));
        if (body["response_format"] is { } format) meaning.Format(format["json_schema"]?["schema"]);
    }

    private static void Message(JsonNode message, Meaning meaning)
    {
        switch (message.Text("role"))
        {
            case "system" or "developer": meaning.System(Decoder.Joined(message["content"])); break;
            case "tool": meaning.Result(message.Text("tool_call_id"), null, Decoder.Joined(message["content"])); break;
            case "assistant":
                if (message.MayText("reasoning_content") is { } thought) meaning.Thought(thought, null);
                if (Decoder.Joined(message["content"]) is { Length: > 0 } text) meaning.Text("assistant", text);
                foreach (var call in message.List("tool_calls")) meaning.Call(call.Text("id"), call["function"].Text("name"), JsonNode.Parse(call["function"].Text("arguments")));
                break;
            case "user" when message["content"] is JsonArray parts:
                foreach (var part in parts) Part(part!, meaning);
                break;
            default: meaning.Text(message.Text("role"), message.Text("content")); break;
        }
    }

    private static void Part(JsonNode part, Meaning meaning)
    {
        switch (part.Text("type"))
        {
            case "text": meaning.Text("user", part.Text("text")); break;
            case "image_url": meaning.Media("image", Decoder.Source(part["image_url"].Text("url"))); break;
            case "file": meaning.Media("file", Decoder.Source(part["file"].Text("file_data"))); break;
            default: meaning.Media(part.Text("type"), part.ToJsonString()); break;
        }
    }
}
