using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>What a response repeats of its request, with OpenAI's defaults for what the client left open. Made once for all the times it is written.</summary>
internal sealed class RequestEcho
{
    private static readonly (string Name, string Default)[] Plain =
    [
        ("instructions", "null"), ("previous_response_id", "null"), ("tool_choice", "\"auto\""), ("parallel_tool_calls", "true"),
        ("temperature", "1"), ("top_p", "1"), ("presence_penalty", "0"), ("frequency_penalty", "0"), ("top_logprobs", "0"),
        ("max_output_tokens", "null"), ("max_tool_calls", "null"), ("truncation", "\"disabled\""), ("store", "true"), ("background", "false"),
        ("service_tier", "\"default\""), ("safety_identifier", "null"), ("prompt_cache_key", "null"), ("metadata", "{}"),
        ("user", ""), ("prompt_cache_retention", ""),
    ];

    private readonly List<(JsonEncodedText Name, byte[] Value)> _members = [];

    public RequestEcho(JsonElement request)
    {
        foreach (var (name, fallback) in Plain)
        {
            if (TryGet(request, name, out var value)) Add(name, OnOneLine(RawJson.Of(value)));
            else if (fallback.Length > 0) Add(name, System.Text.Encoding.UTF8.GetBytes(fallback));
        }
        Add("tools", Written(writer => WriteTools(writer, request)));
        Add("text", Written(writer => WriteText(writer, request)));
        Add("reasoning", Written(writer => WriteReasoning(writer, request)));
        if (TryGet(request, "conversation", out var conversation)) Add("conversation", Written(writer => WriteConversation(writer, conversation)));
    }

    public void Write(Utf8JsonWriter writer)
    {
        foreach (var (name, value) in _members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value, skipInputValidation: true);
        }
    }

    private void Add(string name, byte[] value) => _members.Add((JsonEncodedText.Encode(name), value));

    private static bool TryGet(JsonElement owner, string name, out JsonElement member)
    {
        member = default;
        return owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out member) && member.ValueKind != JsonValueKind.Null;
    }

    /// <summary>An event's payload is one line, and a request may be written on many. Inside JSON strings line breaks are escaped: those left stand between values.</summary>
    private static byte[] OnOneLine(ReadOnlySpan<byte> json)
    {
        var line = json.ToArray();
        return json.IndexOfAny((byte)'\n', (byte)'\r') < 0 ? line : Array.FindAll(line, character => character is not ((byte)'\n' or (byte)'\r'));
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var value = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(value, RawJson.WriterOptions)) write(writer);
        return OnOneLine(value.WrittenSpan);
    }

    private static void WriteTools(Utf8JsonWriter writer, JsonElement request)
    {
        writer.WriteStartArray();
        if (TryGet(request, "tools", out var tools) && tools.ValueKind == JsonValueKind.Array)
            foreach (var tool in tools.EnumerateArray()) WriteWith(writer, tool, IsFunction(tool) ? ["description", "parameters", "strict"] : []);
        writer.WriteEndArray();
    }

    private static bool IsFunction(JsonElement tool) => TryGet(tool, "type", out var type) && RawJson.Inside(type).SequenceEqual("function"u8);

    private static void WriteText(Utf8JsonWriter writer, JsonElement request)
    {
        var hasText = TryGet(request, "text", out var text) && text.ValueKind == JsonValueKind.Object;
        writer.WriteStartObject();
        if (!hasText || !TryGet(text, "format", out _)) writer.WriteRaw("format"u8, FreeText);
        if (hasText)
            foreach (var member in text.EnumerateObject())
                if (member.Value.ValueKind != JsonValueKind.Null) Write(writer, member);
        writer.WriteEndObject();
    }

    private static readonly JsonElement FreeText = JsonElement.Parse("""{"type":"text"}""");

    private static void WriteReasoning(Utf8JsonWriter writer, JsonElement request) =>
        WriteWith(writer, TryGet(request, "reasoning", out var reasoning) ? reasoning : default, ["effort", "summary"]);

    private static void WriteConversation(Utf8JsonWriter writer, JsonElement conversation)
    {
        if (conversation.ValueKind != JsonValueKind.String)
        {
            writer.WriteRaw(conversation);
            return;
        }
        writer.WriteStartObject();
        writer.WriteRaw("id"u8, conversation);
        writer.WriteEndObject();
    }

    /// <summary>Writes an object as it is, and nulls for members that have to be there and are not.</summary>
    private static void WriteWith(Utf8JsonWriter writer, JsonElement value, ReadOnlySpan<string> required)
    {
        var isObject = value.ValueKind == JsonValueKind.Object;
        writer.WriteStartObject();
        if (isObject)
            foreach (var member in value.EnumerateObject()) Write(writer, member);
        foreach (var name in required)
            if (!isObject || !value.TryGetProperty(name, out _)) writer.WriteNull(name);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JsonProperty member)
    {
        writer.WritePropertyName(member.Name);
        writer.WriteRaw(member.Value);
    }
}
