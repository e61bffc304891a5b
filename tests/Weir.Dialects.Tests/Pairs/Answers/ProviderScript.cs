using Weir.Dialects.Answers;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What a provider of a dialect sends when its model gives a reply.</summary>
internal static class ProviderScript
{
    public static IEnumerable<(string Name, string Data)> Stream(Dialect provider, Reply reply, Fragments cut) => provider switch
    {
        Dialect.Chat => ChatProvider.Stream(reply, cut),
        Dialect.Responses => ResponsesProvider.Stream(reply, cut),
        Dialect.Messages => MessagesProvider.Stream(reply, cut),
        Dialect.Gemini => GeminiProvider.Stream(reply, cut),
        _ => ConverseProvider.Stream(reply, cut),
    };

    public static string Whole(Dialect provider, Reply reply, Fragments cut) => provider switch
    {
        Dialect.Chat => ChatProvider.Whole(reply, cut),
        Dialect.Responses => ResponsesProvider.Whole(reply, cut),
        Dialect.Messages => MessagesProvider.Whole(reply, cut),
        Dialect.Gemini => GeminiProvider.Whole(reply, cut),
        _ => ConverseProvider.Whole(reply, cut),
    };

    /// <summary>What of a reply a provider's dialect has words for.</summary>
    public static Reply Sayable(Dialect provider, Reply reply) => provider switch
    {
        Dialect.Chat => WithoutSequence(reply with { Signature = "" }),
        Dialect.Responses => WithoutSequence(reply),
        Dialect.Messages => reply with { Refusal = "" },
        Dialect.Gemini => WithoutSequence(reply with { Refusal = "", Calls = [.. reply.Calls.Select(call => call with { Id = "*" })], Usage = reply.Usage is { } usage ? usage with { CacheWrite = 0 } : null }),
        _ => reply with { Refusal = "", Model = "alias", StopSequence = "", Usage = reply.Usage is { } usage ? usage with { Reasoning = 0 } : null },
    };

    private static Reply WithoutSequence(Reply reply) => reply with { StopSequence = "", Stop = reply.Stop == StopReason.StopSequence ? StopReason.EndTurn : reply.Stop };
}
