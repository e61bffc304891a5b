using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Anthropic;

/// <summary>Requests, read and written in short.</summary>
internal static class Requests
{
    /// <summary>Reads a request that consists of these members, the required ones added where they are missing.</summary>
    public static Conversation Read(string members)
    {
        var request = JsonNode.Parse($"{{{members}}}")!.AsObject();
        request.TryAdd("model", "m");
        request.TryAdd("max_tokens", 100);
        request.TryAdd("messages", JsonNode.Parse("""[{"role":"user","content":"hi"}]"""));
        return ReadBody(Encoding.UTF8.GetBytes(request.ToJsonString()));
    }

    public static Conversation ReadBody(ReadOnlyMemory<byte> body)
    {
        var document = RequestReading.Parse(body, out var reading);
        document.ShouldNotBeNull(reading.Fault?.Message);
        return MessagesDialect.Instance.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
    }

    /// <summary>Reads a request that has to be without fault.</summary>
    public static Conversation ReadGood(string members)
    {
        var conversation = Read(members);
        conversation.Reading.Fault.ShouldBeNull(conversation.Reading.Fault?.Message);
        return conversation;
    }

    /// <summary>Writes a conversation and gives back what was written, proven to be JSON without doubled members.</summary>
    public static JsonElement Write(Conversation conversation, string model = "claude-sonnet-4-6", int maxOutputTokens = 8192)
    {
        var output = new ArrayBufferWriter<byte>();
        MessagesDialect.Instance.Write(conversation, new ProviderTarget { Model = model, MaxOutputTokens = maxOutputTokens }, output);
        return JsonDocument.Parse(output.WrittenMemory.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;
    }

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    public static string Omitted(Conversation conversation) =>
        string.Join(' ', conversation.Reading.Omissions.Select(omission => (omission.IsContent ? "!" : "") + omission.Path));

    public static void ShouldBeJson(this JsonElement actual, string expected)
    {
        if (!JsonElement.DeepEquals(actual, Json(expected))) actual.GetRawText().ShouldBe(expected);
    }
}
