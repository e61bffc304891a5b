using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

internal static class ResponsesRequest
{
    public static void Decode(JsonObject body, Meaning meaning)
    {
        if (body.MayText("instructions") is { } instructions) meaning.System(instructions);
        if (body["input"] is JsonValue input) meaning.Text("user", input.GetValue<string>());
        foreach (var item in body.List("input")) Item(item, meaning);
        foreach (var tool in body.List("tools")) meaning.Tool(tool.Text("name"), tool.MayText("description"), tool["parameters"]);
        if (body["tool_choice"] is JsonObject named) meaning.Set("choice", "only " + named.Text("name"));
        else meaning.Set("choice", body.MayText("tool_choice"));
        meaning.Set("parallel", body["parallel_tool_calls"]);
        meaning.Set("max", body.Number("max_output_tokens"));
        meaning.Set("temperature", body.Number("temperature"));
        meaning.Set("top_p", body.Number("top_p"));
        meaning.Set("effort", body["reasoning"].MayText("effort"));
        if (body["text"]?["format"] is { } format && format.Text("type") != "text") meaning.Format(format["schema"]);
    }

    private static void Item(JsonNode item, Meaning meaning)
    {
        switch (item.MayText("type") ?? "message")
        {
            case "function_call": meaning.Call(item.Text("call_id"), item.Text("name"), JsonNode.Parse(item.Text("arguments"))); break;
            case "function_call_output": meaning.Result(item.Text("call_id"), null, Decoder.Joined(item["output"])); break;
            case "reasoning": meaning.Thought(string.Concat(item.List("summary").Select(part => part.Text("text"))), item.MayText("encrypted_content")); break;
            case "message":
                var role = item.Text("role") is "developer" ? "system" : item.Text("role");
                if (item["content"] is JsonValue text) Text(role, text.GetValue<string>(), meaning);
                else
                    foreach (var part in item.List("content")) Part(role, part, meaning);
                break;
        }
    }

    private static void Part(string role, JsonNode part, Meaning meaning)
    {
        switch (part.Text("type"))
        {
            case "input_text" or "output_text": Text(role, part.Text("text"), meaning); break;
            case "input_image": meaning.Media("image", Decoder.Source(part.Text("image_url"))); break;
            case "input_file": meaning.Media("file", Decoder.Source(part.MayText("file_data") ?? part.Text("file_url"))); break;
            default: meaning.Media(part.Text("type"), part.ToJsonString()); break;
        }
    }

    private static void Text(string role, string text, Meaning meaning)
    {
        if (role == "system") meaning.System(text);
        else meaning.Text(role, text);
    }
}
