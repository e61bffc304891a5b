using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Identity;
using Weir.Gateway.Pricing;
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
        if (record.UsageSource == UsageSource.None && attempt.HasProduced && PromptBytes(call) is { } promptBytes) Estimate(call, attempt, promptBytes);
        var price = attempt.Deployment.Price?.At(call.Record.StartedAt);
        if (price?.Machine is null && attempt.Deployment.TakesStatedCost && record.Usage.Extras?.StatedCost is { } stated) (record.Cost, record.PriceVersion) = (stated, PriceModel.Stated);
        else Charge(record, price);
        record.Hold?.Settle(record);
    }

    /// <summary>Gives a call what its attempts used and cost together: every one that is charged for, also those whose answer came to nothing.</summary>
    public static void Sum(CallRecord call)
    {
        if (call.LastAttempt() is not { } last) return;
        (call.ModelAnswered, call.Region, call.Usage, call.UsageSource) = (last.ModelAnswered, last.Region, last.Usage, last.UsageSource);
        (call.Cost, call.Gaps, call.Saved) = (last.Cost, last.Gaps, last.Saved);
        foreach (var attempt in call.Attempts)
            if (attempt != last) Add(call, attempt);
    }

    private static void Add(CallRecord call, AttemptRecord attempt)
    {
        // Machines are paid for by the hour, whether or not an answer comes of it.
        if (!attempt.UsageSource.HasCounts() && attempt.Cost is null) return;
        // A sum with an unknown part is unknown.
        if (call.UsageSource is UsageSource.Pending or UsageSource.Unknown) return;
        call.Cost = call.UsageSource.HasCounts() || call.Cost is not null ? call.Cost + attempt.Cost : attempt.Cost;
        call.Saved = call.UsageSource.HasCounts() || call.Saved is not null ? call.Saved + attempt.Saved : attempt.Saved;
        call.Gaps |= attempt.Gaps;
        if (!attempt.UsageSource.HasCounts()) return;
        call.Usage += attempt.Usage;
        call.UsageSource = call.UsageSource is UsageSource.Estimated || attempt.UsageSource is UsageSource.Estimated ? UsageSource.Estimated : UsageSource.Provider;
    }

    /// <summary>Works out what an attempt costs that has ended.</summary>
    /// <param name="record">Its record, which has no cost yet.</param>
    /// <param name="price">The price that held for it, or null when none is known.</param>
    public static void Charge(AttemptRecord record, PriceModel? price)
    {
        record.PriceVersion = price?.Version;
        if (price?.Machine is { } machine) record.Cost = machine.ShareOf(record.EndedMicros - record.StartedMicros);
        else if (price is not null && record.UsageSource.HasCounts()) (record.Cost, record.Gaps, record.Saved) = price.CostOf(record.Usage);
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
