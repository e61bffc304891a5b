namespace Weir.Gateway.Limits;

/// <summary>The names of units.</summary>
internal static class LimitUnits
{
    /// <summary>As people read it.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="count">How many there are.</param>
    public static string Words(this LimitUnit unit, long count)
    {
        var one = unit switch
        {
            LimitUnit.Requests => "request",
            LimitUnit.InputTokens => "input token",
            LimitUnit.OutputTokens => "output token",
            LimitUnit.Tokens => "token",
            LimitUnit.Calls => "call",
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "no such unit"),
        };
        return count == 1 ? one : one + "s";
    }

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
