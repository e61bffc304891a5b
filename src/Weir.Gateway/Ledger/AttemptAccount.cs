using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Identity;
using Weir.Gateway.Upstream;
using Weir.Tokens;

namespace Weir.Gateway.Ledger;

/// <summary>Works out what each attempt used and cost, and what that makes for their call.</summary>
internal static class AttemptAccount
{
    /// <summary>Closes the record of an attempt that has ended.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="endedMicros">When it ended, microseconds since the call's start.</param>
    public static void Close(Call call, Attempt attempt, long endedMicros)
    {
        var record = attempt.Record;
        record.EndedMicros = endedMicros;
        record.ModelAnswered = Attribution.Clip(record.ModelAnswered);
        record.ErrorCode = Attribution.Clip(record.ErrorCode);
        record.PriceVersion = attempt.Deployment.Price?.Version;
        if (record.UsageSource == UsageSource.None && attempt.HasProduced && PromptBytes(call) is { } promptBytes) Estimate(call, attempt, promptBytes);
        if (record.UsageSource.HasCounts()) record.Cost = attempt.Deployment.Price?.CostOf(record.Usage);
    }

    /// <summary>Gives a call what its attempts used and cost together: every one that is charged for, also those whose answer came to nothing.</summary>
    public static void Sum(CallRecord call)
    {
        if (call.LastAttempt() is not { } last) return;
        (call.ModelAnswered, call.Usage, call.UsageSource, call.Cost) = (last.ModelAnswered, last.Usage, last.UsageSource, last.Cost);
        foreach (var attempt in call.Attempts)
            if (attempt != last) Add(call, attempt);
    }

    private static void Add(CallRecord call, AttemptRecord attempt)
    {
        if (!attempt.UsageSource.HasCounts()) return;
        // A sum with an unknown part is unknown.
        if (call.UsageSource is UsageSource.Pending or UsageSource.Unknown) return;
        call.Cost = call.UsageSource.HasCounts() ? call.Cost + attempt.Cost : attempt.Cost;
        call.Usage += attempt.Usage;
        call.UsageSource = call.UsageSource is UsageSource.Estimated || attempt.UsageSource is UsageSource.Estimated ? UsageSource.Estimated : UsageSource.Provider;
    }

    /// <summary>The upstream was at work and never got to say what for: what passed is the best that is known.</summary>
    private static void Estimate(Call call, Attempt attempt, int promptBytes)
    {
        var outputBytes = call.Endpoint.HasOutput ? attempt.ContentBytes : 0;
        attempt.Record.Usage = attempt.EarlyUsage is { } early
            ? early with { Output = Math.Max(early.Output, TokenEstimate.OfBytes(outputBytes)) }
            : new TokenUsage(TokenEstimate.OfBytes(promptBytes), TokenEstimate.OfBytes(outputBytes));
        attempt.Record.UsageSource = UsageSource.Estimated;
    }

    /// <summary>The bytes of a request from which its tokens can be estimated, or null where they say nothing of tokens: counting costs nothing, and recordings, pictures and uploads are no text.</summary>
    private static int? PromptBytes(Call call) => call.Endpoint.Operation switch
    {
        Operation.CountTokens => null,
        Operation.Relay when call.Http.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true => null,
        _ => call.Body!.Bytes.Length,
    };
}
