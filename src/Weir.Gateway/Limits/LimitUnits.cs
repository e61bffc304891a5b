namespace Weir.Gateway.Limits;

/// <summary>The names of units.</summary>
internal static class LimitUnits
{
    /// <summary>As people read it.</summary>
    public static string Words(this LimitUnit unit) => unit switch
    {
        LimitUnit.Requests => "requests",
        LimitUnit.InputTokens => "input tokens",
        LimitUnit.OutputTokens => "output tokens",
        LimitUnit.Tokens => "tokens",
        LimitUnit.Calls => "calls",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "no such unit"),
    };

    /// <summary>As it is configured, counted on disk and told in metrics: <c>requests_per_minute</c>, <c>concurrency</c>.</summary>
    public static string NameOf(LimitUnit unit, bool isDay) => (unit, isDay) switch
    {
        (LimitUnit.Requests, false) => "requests_per_minute",
        (LimitUnit.Requests, true) => "requests_per_day",
        (LimitUnit.InputTokens, false) => "input_tokens_per_minute",
        (LimitUnit.InputTokens, true) => "input_tokens_per_day",
        (LimitUnit.OutputTokens, false) => "output_tokens_per_minute",
        (LimitUnit.OutputTokens, true) => "output_tokens_per_day",
        (LimitUnit.Tokens, false) => "tokens_per_minute",
        (LimitUnit.Tokens, true) => "tokens_per_day",
        _ => "concurrency",
    };
}
