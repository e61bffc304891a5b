using System.Text.Json;

namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>Where a request is told anew, it asks for no more output than it may have, thoughts included, from whichever dialect and to whichever.</summary>
public sealed class OutputCapTests
{
    /// <summary>A model that takes a budget of thoughts, one that thinks as it likes, and one that is neither.</summary>
    private static readonly string[] Models = ["anthropic.claude-sonnet-4-5", "anthropic.claude-opus-4-8", "gemini-2.5-pro"];

    private static readonly int[] Caps = [16, 600, 2048, 2100, 5000, 100_000];

    public static TheoryData<Dialect, Dialect> Pairs()
    {
        var pairs = new TheoryData<Dialect, Dialect>();
        foreach (var (client, provider) in Pair.All) pairs.Add(client, provider);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void No_more_is_asked_for(Dialect client, Dialect provider)
    {
        foreach (var model in Models)
            foreach (var cap in Caps)
                foreach (var limit in (int?[])[null, 20, 3000, 90_000])
                    foreach (var thoughts in (int[])[0, 1024, 4000, 20_000])
                        Check(client, provider, model, cap, limit, thoughts);
    }

    private static void Check(Dialect client, Dialect provider, string model, int cap, int? limit, int thoughts)
    {
        if (client == Dialect.Messages) limit ??= 200_000;
        var request = Request(client, limit, thoughts);
        var what = $"{request} to {model} with at most {cap}";
        var free = Spoken.Read(client, request);
        Spoken.Write(provider, free, model);
        var conversation = Spoken.Read(client, request);
        conversation.OutputCap = cap;

        using var sent = JsonDocument.Parse(Spoken.Write(provider, conversation, model));

        var asked = Limit(provider, sent.RootElement).ShouldNotBeNull(what);
        asked.ShouldBeLessThanOrEqualTo(cap, what);
        if (thoughts == 0 && limit is { } own) asked.ShouldBe(Math.Min(own, cap), what);
        if (Budget(provider, sent.RootElement) is { } budget) budget.ShouldBeInRange(1024, asked - 1, what);
        conversation.Reading.Omissions.Select(omission => omission.Path.ToString()).ShouldBe(free.Reading.Omissions.Select(omission => omission.Path.ToString()), what);
    }

    private static string Request(Dialect client, int? limit, int thoughts) => client switch
    {
        Dialect.Chat => Json("""{"model":"m","messages":[{"role":"user","content":"x"}]""", limit is null ? "" : $"\"max_completion_tokens\":{limit}", thoughts == 0 ? "" : $"\"reasoning_effort\":\"{Effort(thoughts)}\""),
        Dialect.Responses => Json("{\"model\":\"m\",\"input\":\"x\"", limit is null ? "" : $"\"max_output_tokens\":{limit}", thoughts == 0 ? "" : $"\"reasoning\":{{\"effort\":\"{Effort(thoughts)}\"}}"),
        Dialect.Messages => Json("""{"model":"m","messages":[{"role":"user","content":"x"}]""", $"\"max_tokens\":{Math.Max(limit!.Value, thoughts + 1)}", thoughts == 0 ? "" : $"\"thinking\":{{\"type\":\"enabled\",\"budget_tokens\":{thoughts}}}"),
        _ => Json("""{"contents":[{"parts":[{"text":"x"}]}]""", "\"generationConfig\":{" + string.Join(',', new[]
        {
            limit is null ? "" : $"\"maxOutputTokens\":{limit}", thoughts == 0 ? "" : $"\"thinkingConfig\":{{\"thinkingBudget\":{thoughts}}}",
        }.Where(member => member.Length > 0)) + "}"),
    };

    private static string Json(params string[] members) => string.Join(',', members.Where(member => member.Length > 0)) + "}";

    private static string Effort(int thoughts) => thoughts < 2000 ? "minimal" : thoughts < 10_000 ? "low" : "high";

    private static int? Limit(Dialect provider, JsonElement sent) => provider switch
    {
        Dialect.Chat => Number(sent, "max_completion_tokens"),
        Dialect.Responses => Number(sent, "max_output_tokens"),
        Dialect.Messages => Number(sent, "max_tokens"),
        Dialect.Gemini => Number(sent.GetProperty("generationConfig"), "maxOutputTokens"),
        _ => Number(sent.GetProperty("inferenceConfig"), "maxTokens"),
    };

    private static int? Budget(Dialect provider, JsonElement sent) => provider switch
    {
        Dialect.Messages when sent.TryGetProperty("thinking", out var thinking) => Number(thinking, "budget_tokens"),
        Dialect.Converse when sent.TryGetProperty("additionalModelRequestFields", out var fields) && fields.TryGetProperty("thinking", out var thinking) => Number(thinking, "budget_tokens"),
        _ => null,
    };

    private static int? Number(JsonElement at, string name) => at.TryGetProperty(name, out var number) ? number.GetInt32() : null;
}
