using System.Text.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>What a provider says of an error.</summary>
/// <param name="Message">Its words; empty when it finds none.</param>
/// <param name="Type">Its <c>type</c>, or null.</param>
/// <param name="Code">Its <c>code</c>, a number's digits included, or null.</param>
/// <param name="Param">Its <c>param</c>, or null.</param>
internal sealed record SaidError(string Message, string? Type, string? Code, string? Param)
{
    /// <summary>What stands deeper: the error of the provider behind an aggregator (OpenRouter's <c>metadata.raw</c>), the finer code (Azure's <c>innererror.code</c>); or null.</summary>
    private string? Inner { get; init; }

    /// <summary>All that it says, for those who look for words.</summary>
    public string Words => Inner is null ? Message : $"{Message}\n{Inner}";

    /// <summary>
    /// Finds the error in a body: OpenAI's <c>{"error":{…}}</c>, the same in an array (Google), <c>{"error":"…"}</c> (Ollama),
    /// <c>{"message":…}</c> (vLLM, Mistral, Cohere), <c>{"detail":…}</c> (FastAPI, where it may be a list of <c>{"loc","msg"}</c>).
    /// </summary>
    /// <returns>Null when there is none.</returns>
    public static SaidError? Find(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array) return body.GetArrayLength() > 0 ? Find(body[0]) : null;
        if (body.ValueKind != JsonValueKind.Object) return null;
        foreach (var name in (ReadOnlySpan<string>)["error", "detail", "message"])
        {
            if (!body.TryGetProperty(name, out var said)) continue;
            var error = said.ValueKind switch
            {
                JsonValueKind.Object => Of(said) is { Message.Length: > 0 } inside ? inside : Nested(said, body),
                JsonValueKind.Array => OfList(said),
                JsonValueKind.String => Of(body) with { Message = said.GetString() ?? "" },
                _ => null,
            };
            if (error is not null) return error;
        }
        return null;
    }

    /// <summary>Mistral wraps FastAPI's list once more, and says the type and the code outside.</summary>
    private static SaidError Nested(JsonElement said, JsonElement body)
    {
        var inside = Of(said);
        var outside = Of(body);
        var found = Find(said);
        return new SaidError(found?.Message ?? "", inside.Type ?? outside.Type, inside.Code ?? outside.Code, found?.Param ?? inside.Param ?? outside.Param);
    }

    private static SaidError Of(JsonElement error)
    {
        var message = Text(error, "message") ?? Text(error, "msg") ?? Text(error, "detail") ?? Text(error, "error") ?? "";
        return new SaidError(message, Text(error, "type"), Text(error, "code") ?? Text(error, "status"), Text(error, "param"))
        {
            Inner = TextIn(error, "metadata", "raw") ?? TextIn(error, "innererror", "code"),
        };
    }

    private static SaidError? OfList(JsonElement list)
    {
        if (list.GetArrayLength() == 0) return null;
        var first = list[0];
        if (first.ValueKind == JsonValueKind.String) return new SaidError(first.GetString() ?? "", null, null, null);
        if (first.ValueKind != JsonValueKind.Object) return null;
        return Of(first) with { Param = Place(first) };
    }

    /// <summary>FastAPI says where: <c>["body","messages",0,"role"]</c>.</summary>
    private static string? Place(JsonElement fault)
    {
        if (!fault.TryGetProperty("loc", out var place) || place.ValueKind != JsonValueKind.Array) return null;
        var steps = place.EnumerateArray().Select(static step => step.ToString()).Where(static step => step != "body");
        return string.Join('.', steps);
    }

    private static string? TextIn(JsonElement error, string member, string name) =>
        error.TryGetProperty(member, out var inner) && inner.ValueKind == JsonValueKind.Object ? Text(inner, name) : null;

    private static string? Text(JsonElement error, string name) =>
        !error.TryGetProperty(name, out var member) ? null : member.ValueKind switch
        {
            JsonValueKind.String => member.GetString(),
            JsonValueKind.Number => member.GetRawText(),
            _ => null,
        };
}
