using System.Globalization;
using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;

namespace Weir.Bench.Reports;

/// <summary>
/// Calls like those of a company: ten keys to a tenant, a key for one feature and two models, some 50,000 users of whom few make
/// most calls, conversations of six calls by one user with one key, three prompts to a key; one call in twenty is tried twice.
/// Always the same ones.
/// </summary>
/// <param name="from">When the first comes, milliseconds since the Unix epoch.</param>
/// <param name="to">When the last comes.</param>
/// <param name="count">How many there are.</param>
/// <param name="keys">How many keys there are.</param>
/// <param name="isPlain">Whether they name no user, session and tags.</param>
internal sealed class CallMix(long from, long to, int count, int keys, bool isPlain)
{
    private const int Users = 50_000;
    private const int CallsOfConversation = 6;

    private static readonly string[] Models = ["gpt-5", "gpt-5-mini", "sonnet", "haiku", "gemini-pro", "gemini-flash", "llama", "mistral"];

    private readonly Random _random = new(1);
    private int _key;
    private int _user;

    /// <summary>The calls in the order of their arrival.</summary>
    public IEnumerable<CallRecord> Calls()
    {
        for (var number = 0; number < count; number++) yield return Call(number, from + (long)((to - from) * ((double)number / count)));
    }

    private CallRecord Call(int number, long milliseconds)
    {
        if (number % CallsOfConversation == 0) (_key, _user) = (_random.Next(keys), (int)(Users * Math.Pow(_random.NextDouble(), 3)));
        var key = _key;
        var model = Models[(key + _random.Next(2)) % Models.Length];
        var call = new CallRecord
        {
            Id = CallId.New(milliseconds),
            StartedAt = milliseconds * 1000,
            Endpoint = "chat.completions",
            Release = "0123456789ab",
            Tenant = Name("tenant", key / 10),
            Feature = Name("feature", key % 30),
            KeyId = Name("key", key),
            User = isPlain ? null : Name("user", _user),
            Session = isPlain ? null : Name("session", number / CallsOfConversation),
            Tags = isPlain ? null : $"{Name("team", key % 12)},{Name("stage", key % 3)}",
            Origin = key % 10 == 0 ? Origin.Background : Origin.Interactive,
            Prompt = (0x9E37_79B9_7F4A_7C15 * (ulong)((key * 3) + _random.Next(3) + 1)).ToString("x16", CultureInfo.InvariantCulture),
            ModelAsked = model,
            ModelAnswered = model,
            Deployment = model,
            Region = "eu",
            Status = 200,
            FinishReason = "stop",
            DurationMicros = 1_250_000,
        };
        if (_random.Next(20) == 0) call.Attempts.Add(Attempt(call, 1, Outcome.UpstreamError, null));
        call.Attempts.Add(Attempt(call, call.Attempts.Count + 1, Outcome.Completed, new TokenUsage(_random.Next(200, 8000), _random.Next(20, 900), _random.Next(200))));
        AttemptAccount.Sum(call);
        return call;
    }

    private static AttemptRecord Attempt(CallRecord call, int number, Outcome outcome, TokenUsage? usage) => new()
    {
        Number = number,
        Deployment = call.Deployment!,
        Provider = "provider",
        ModelSent = call.ModelAsked!,
        Region = call.Region,
        Origin = number > 1 ? Origin.Retry : call.Origin,
        StartedMicros = 150,
        ModelAnswered = usage is null ? null : call.ModelAnswered,
        Outcome = outcome,
        Status = usage is null ? 500 : 200,
        EndedMicros = 1_249_000,
        Usage = usage ?? default,
        UsageSource = usage is null ? UsageSource.None : UsageSource.Provider,
        Cost = usage is { } used ? (used.Input + (8 * used.Output)) * 0.00000125m : null,
        Saved = usage?.CachedInput * 0.000001m,
        PriceVersion = "book:2026-08-21:bench",
    };

    private static string Name(string what, int number) => $"{what}-{number}";
}
