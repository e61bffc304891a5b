using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What providers answer.</summary>
internal static class Replies
{
    public const string Hello = nameof(Hello);

    private static readonly ReplyCall Weather = new("call_a", "get_weather", """{"city":"Zürich \"West\"\n😀","days":[1,2.5,-3e2],"deep":{"a":null,"b":true}}""");
    private static readonly ReplyCall Now = new("call_b", "now", "{}");
    private static readonly ReplyCall Again = new("call_c", "get_weather", """{"city":"Bern"}""");

    public static IReadOnlyDictionary<string, Reply> All { get; } = new Dictionary<string, Reply>(StringComparer.Ordinal)
    {
        [Hello] = new() { Text = "Hello 😀, \"you\" \\ there\n\tand </there>." },
        ["Nothing"] = new(),
        ["Thoughts"] = new() { Thoughts = "Let me think: 2\u00b2 = 4\n\"so\".", Text = "4", Usage = new TokenUsage(50, 40, 0, 0, 30) },
        ["SignedThoughts"] = new() { Thoughts = "Step by step.", Signature = "c2lnbmF0dXJl", Text = "Done.", Usage = new TokenUsage(50, 40, 0, 0, 30) },
        ["OneCall"] = new() { Calls = [Weather], Stop = StopReason.ToolCalls },
        ["TextAndCalls"] = new() { Text = "I look it up.", Calls = [Weather, Now, Again], Stop = StopReason.ToolCalls },
        ["ThoughtsAndCalls"] = new() { Thoughts = "Need both.", Signature = "c2lnbmF0dXJl", Calls = [Weather, Now], Stop = StopReason.ToolCalls, Usage = new TokenUsage(50, 40, 0, 0, 30) },
        ["CutOff"] = new() { Text = "Once upon a", Stop = StopReason.MaxTokens },
        ["StopSequence"] = new() { Text = "one, two, ", Stop = StopReason.StopSequence, StopSequence = "three" },
        ["Filtered"] = new() { Text = "I", Stop = StopReason.ContentFilter },
        ["Refusal"] = new() { Refusal = "I will not." },
        ["Cached"] = new() { Text = "ok", Usage = new TokenUsage(1000, 5, 700, 200, 0) },
    };

    /// <summary>A reply whose texts are random, escapes and surrogate pairs included.</summary>
    public static Reply Random(int seed)
    {
        var random = new Random(seed);
        var calls = Enumerable.Range(0, random.Next(5)).Select(index =>
            new ReplyCall($"call_{index}", random.Next(2) == 0 ? "get_weather" : "now", $$$$$"""{"city":{{{{{Js.Quote(Words(random), random)}}}}},"n":{{{{{random.Next(100)}}}}}}""")).ToList();
        return new Reply
        {
            Thoughts = random.Next(2) == 0 ? Words(random) : "",
            Text = calls.Count == 0 || random.Next(2) == 0 ? Words(random) : "",
            Calls = calls,
            Stop = calls.Count > 0 ? StopReason.ToolCalls : StopReason.EndTurn,
            Usage = new TokenUsage(random.Next(500, 1000), random.Next(100, 200), random.Next(100), 0, 0),
        };
    }

    private static string Words(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(7) switch
    {
        0 => char.ConvertFromUtf32(random.Next(0x1f600, 0x1f640)),
        1 => ((char)random.Next(1, 32)).ToString(),
        2 => "\"\\/<'&"[random.Next(6)].ToString(),
        3 => ((char)random.Next(0xa1, 0x250)).ToString(),
        4 => "\u2028\u200d\ufeff\u007f"[random.Next(4)].ToString(),
        _ => ((char)random.Next(' ', 'z')).ToString(),
    }));
}
