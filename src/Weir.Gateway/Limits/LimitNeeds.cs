namespace Weir.Gateway.Limits;

/// <summary>How much of limits a call needs, as far as it is known before; and what it has used, when it has ended.</summary>
/// <param name="Requests">1; 0 for a call that was never made.</param>
/// <param name="Input">Tokens of its input.</param>
/// <param name="Output">Tokens of its output.</param>
internal readonly record struct LimitNeeds(long Requests, long Input, long Output)
{
    /// <summary>What of it counts in a unit when the call begins.</summary>
    public long FirstOf(LimitUnit unit) => unit switch
    {
        LimitUnit.Requests => Requests,
        LimitUnit.InputTokens or LimitUnit.Tokens => Input,
        _ => 0,
    };

    /// <summary>What of it counts as it is produced.</summary>
    public long ExpectedOf(LimitUnit unit) => unit is LimitUnit.OutputTokens or LimitUnit.Tokens ? Output : 0;

    /// <summary>All that counts in a unit.</summary>
    public long Of(LimitUnit unit) => FirstOf(unit) + ExpectedOf(unit);
}
