using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Gemini;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Gemini;

/// <summary>Requests as they are read and written in tests.</summary>
internal static class Asked
{
    public static Conversation Read(string request)
    {
        var document = RequestReading.Parse(Encoding.UTF8.GetBytes(request), out var reading);
        document.ShouldNotBeNull(reading.Fault?.Message);
        return GeminiDialect.Instance.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
    }

    /// <summary>Reads a request that has no fault.</summary>
    public static Conversation ReadGood(string request)
    {
        var conversation = Read(request);
        conversation.Reading.Fault.ShouldBeNull();
        return conversation;
    }

    public static string Write(Conversation conversation, string model = "gemini-2.5-flash", IProviderDialect? dialect = null)
    {
        var output = new ArrayBufferWriter<byte>();
        (dialect ?? GeminiDialect.Instance).Write(conversation, new ProviderTarget { Model = model }, output);
        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        using (JsonDocument.Parse(text)) return text;
    }

    /// <summary>A conversation of the parts given, each with a path of its own.</summary>
    public static Conversation Of(params Turn[] turns)
    {
        var conversation = new Conversation { ClientDialect = Dialect.Chat, Source = default, Reading = new RequestReading() };
        conversation.Turns.AddRange(turns);
        return conversation;
    }

    public static TextPart Text(string text) => new(RawJson.Text(text), JsonPath.Root.Member("text"));

    public static Turn User(params Part[] parts) => new(TurnRole.User, parts);

    public static Turn Model(params Part[] parts) => new(TurnRole.Assistant, parts);

    public static Turn System(params Part[] parts) => new(TurnRole.System, parts);

    public static IEnumerable<string> Omissions(Conversation conversation) =>
        conversation.Reading.Omissions.Select(omission => (omission.IsContent ? "content " : "") + omission.Path);

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static void ShouldSay(this string json, string expected) =>
        JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(expected)).ShouldBeTrue($"expected {expected}\nbut was  {json}");
}
