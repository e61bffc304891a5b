using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI.Chat;

namespace Weir.Dialects.Tests.OpenAI.Chat;

/// <summary>A chat request as the dialect reads it.</summary>
internal sealed record Asked(Conversation Conversation, RequestReading Reading)
{
    public IEnumerable<string> Omissions => Reading.Omissions.Select(omission => omission.IsContent ? "!" + omission.Path : omission.Path);

    /// <summary>A request with the given members beside a model and, if there are none among them, a message.</summary>
    public static Asked With(string members) =>
        Of(members.Contains("\"messages\"", StringComparison.Ordinal)
            ? $$"""{"model":"m",{{members}}}"""
            : $$"""{"model":"m","messages":[{"role":"user","content":"Hi"}]{{(members.Length > 0 ? "," : "")}}{{members}}}""");

    /// <summary>A request whose messages are the given ones.</summary>
    public static Asked Messages(string messages) => With($"\"messages\":[{messages}]");

    public static Asked Of(string body)
    {
        var document = RequestReading.Parse(Encoding.UTF8.GetBytes(body), out var reading);
        document.ShouldNotBeNull(reading.Fault?.Message);
        return new Asked(ChatDialect.Instance.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading)), reading);
    }

    /// <summary>The request that a provider is sent.</summary>
    public JsonElement Written(ProviderTarget? target = null) => Write(Conversation, target);

    public static JsonElement Write(Conversation conversation, ProviderTarget? target = null)
    {
        var output = new ArrayBufferWriter<byte>();
        ChatDialect.Instance.Write(conversation, target ?? new ProviderTarget { Model = "up" }, output);
        using var document = JsonDocument.Parse(output.WrittenMemory);
        return document.RootElement.Clone();
    }
}
