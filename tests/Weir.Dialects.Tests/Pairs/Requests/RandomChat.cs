using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>A chat request that a seed determines, of what every dialect can say: turns, images, files, parallel calls and their results, tools, limits.</summary>
internal sealed class RandomChat(int seed)
{
    private static readonly string[] Pieces =
        ["a", "Zürich", "😀", "\"", "\\", "\n", "\r\n", "\t", "\u0001", "</s>", "{\"a\":1}", "[", "data:", "\u2028", "é", " ", "weir", "\\u0041", "'", "日本", "0"];

    private readonly Random _random = new(seed);
    private int _calls;

    public string Request()
    {
        var tools = _random.Next(4);
        var messages = new JsonArray();
        if (_random.Next(2) == 0) messages.Add(Message("system", Text()));
        for (var rounds = _random.Next(1, 5); rounds > 0; rounds--)
        {
            messages.Add(User());
            if (tools > 0 && _random.Next(2) == 0) Calls(messages, tools);
            if (rounds > 1 || _random.Next(4) == 0) messages.Add(Message("assistant", Text()));
        }
        if (messages[^1]!["role"]!.GetValue<string>() == "assistant") messages.Add(User());
        var request = new JsonObject { ["model"] = "alias", ["messages"] = messages, ["max_completion_tokens"] = _random.Next(16, 100_000) };
        if (tools > 0) Tools(request, tools);
        if (_random.Next(2) == 0) request["temperature"] = _random.Next(0, 101) / 100m;
        if (_random.Next(3) == 0) request["response_format"] = new JsonObject { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["name"] = "answer", ["schema"] = Schema() } };
        return request.ToJsonString();
    }

    private static JsonObject Message(string role, JsonNode content) => new() { ["role"] = role, ["content"] = content };

    private JsonObject User()
    {
        if (_random.Next(3) > 0) return Message("user", Text());
        var bytes = new byte[_random.Next(1, 40)];
        _random.NextBytes(bytes);
        var data = Convert.ToBase64String(bytes);
        JsonObject media = _random.Next(2) == 0
            ? new() { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = $"data:image/{(_random.Next(2) == 0 ? "png" : "jpeg")};base64,{data}" } }
            : new() { ["type"] = "file", ["file"] = new JsonObject { ["filename"] = "a.pdf", ["file_data"] = $"data:application/pdf;base64,{data}" } };
        return Message("user", new JsonArray(new JsonObject { ["type"] = "text", ["text"] = Text() }, media));
    }

    /// <summary>Calls of one turn, and their results in any order.</summary>
    private void Calls(JsonArray messages, int tools)
    {
        var calls = new JsonArray();
        for (var count = _random.Next(1, 4); count > 0; count--)
            calls.Add(new JsonObject
            {
                ["id"] = $"call_{_calls++}", ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = $"tool_{_random.Next(tools)}", ["arguments"] = Object(3).ToJsonString() },
            });
        messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = _random.Next(2) == 0 ? Text() : null, ["tool_calls"] = calls });
        var ids = calls.Select(call => call!["id"]!.GetValue<string>()).ToArray();
        _random.Shuffle(ids);
        foreach (var id in ids) messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = id, ["content"] = Text() });
    }

    private void Tools(JsonObject request, int tools)
    {
        var list = new JsonArray();
        for (var i = 0; i < tools; i++)
            list.Add(new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = $"tool_{i}", ["description"] = Text(), ["parameters"] = Schema() } });
        request["tools"] = list;
        if (_random.Next(3) == 0) request["tool_choice"] = "required";
        else if (_random.Next(3) == 0) request["tool_choice"] = new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = $"tool_{_random.Next(tools)}" } };
    }

    private JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["x"] = new JsonObject { ["type"] = "string", ["description"] = Text() }, ["y"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "number" } } },
        ["required"] = new JsonArray("x"),
    };

    private JsonObject Object(int depth)
    {
        var members = new JsonObject();
        for (var count = _random.Next(4); count > 0; count--) members[$"m{count}"] = Value(depth - 1);
        return members;
    }

    private JsonNode? Value(int depth) => _random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => Text(),
        1 => _random.Next(-1000, 1000),
        2 => _random.Next(-1000, 1000) / 8m,
        3 => _random.Next(2) == 0,
        4 => null,
        5 => Object(depth),
        _ => new JsonArray(Value(depth - 1), Value(depth - 1)),
    };

    /// <summary>Never blank, and never JSON: what a result says that is an object reaches Gemini as one.</summary>
    private string Text() => "x" + string.Concat(Enumerable.Range(0, _random.Next(6)).Select(_ => Pieces[_random.Next(Pieces.Length)])) + "y";
}
