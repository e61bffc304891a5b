namespace Weir.Gateway.Costs;

/// <summary>What calls used and cost together. What the sums do not tell is null: it is not zero.</summary>
internal sealed record CostTotals
{
    public long Calls { get; init; }

    /// <summary>Tries at providers, retries and hedges among them.</summary>
    public long Attempts { get; init; }

    /// <summary>All input tokens, cached ones included.</summary>
    public long Input { get; init; }

    /// <summary>All output tokens, reasoning included.</summary>
    public long Output { get; init; }

    /// <summary>Input that providers read from their caches.</summary>
    public long CachedInput { get; init; }

    /// <summary>US dollars, of all attempts that have a known cost.</summary>
    public decimal Cost { get; init; }

    /// <summary>US dollars that providers' caches saved against their price of input.</summary>
    public decimal Saved { get; init; }

    /// <summary>Attempts that used something whose cost nobody knows.</summary>
    public long Uncosted { get; init; }

    /// <summary>Attempts whose usage is Weir's estimate.</summary>
    public long? Estimated { get; init; }

    /// <summary>Attempts that were made because an earlier one of their call had failed.</summary>
    public long? Retries { get; init; }

    /// <summary>Attempts that were made beside another one that was late.</summary>
    public long? Hedges { get; init; }

    /// <summary>Attempts that came to nothing.</summary>
    public long? Failed { get; init; }

    /// <summary>Calls that were given another one's answer.</summary>
    public long? Shared { get; init; }

    /// <summary>US dollars of attempts whose answer nobody got in whole: failed ones, and those that were stopped.</summary>
    public decimal? Wasted { get; init; }

    /// <summary>Whether all that was used has a cost; then <see cref="Cost"/> is all of it.</summary>
    public bool IsWhole => Uncosted == 0;

    /// <summary>Whether nothing that was used has a cost, so that a cost of 0 would be a lie.</summary>
    public bool IsUnknown => Uncosted > 0 && Cost == 0;

    /// <summary>What is left without another sum.</summary>
    public static CostTotals operator -(CostTotals whole, CostTotals part) => new()
    {
        Calls = whole.Calls - part.Calls,
        Attempts = whole.Attempts - part.Attempts,
        Input = whole.Input - part.Input,
        Output = whole.Output - part.Output,
        CachedInput = whole.CachedInput - part.CachedInput,
        Cost = whole.Cost - part.Cost,
        Saved = whole.Saved - part.Saved,
        Uncosted = whole.Uncosted - part.Uncosted,
    };
}
