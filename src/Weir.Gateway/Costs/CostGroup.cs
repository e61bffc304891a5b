using Weir.Gateway.Ledger;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>What is added up for one line of a report. <see cref="ColumnsOf"/> and <see cref="Add(Statement)"/> list the same fields in the same order.</summary>
/// <param name="hasDetails">Whether the source tells origins and results apart.</param>
internal sealed class CostGroup(bool hasDetails)
{
    private static readonly byte[] Retry = Utf8(OriginNames.Of(Origin.Retry));
    private static readonly byte[] Hedge = Utf8(OriginNames.Of(Origin.Hedge));
    private static readonly byte[] Failed = Utf8(CostResult.Failed);
    private static readonly byte[] Cancelled = Utf8(CostResult.Cancelled);
    private static readonly byte[] Shared = Utf8(CostResult.Shared);

    private long _calls;
    private long _attempts;
    private long _input;
    private long _output;
    private long _cachedInput;
    private long _uncosted;
    private long _estimated;
    private long _retries;
    private long _hedges;
    private long _failed;
    private long _shared;
    private ExactDecimal _cost;
    private ExactDecimal _saved;
    private ExactDecimal _wasted;

    public CostTotals Totals => new()
    {
        Calls = _calls,
        Attempts = _attempts,
        Input = _input,
        Output = _output,
        CachedInput = _cachedInput,
        Cost = _cost.ToDecimal(),
        Saved = _saved.ToDecimal(),
        Uncosted = _uncosted,
        Estimated = hasDetails ? _estimated : null,
        Retries = hasDetails ? _retries : null,
        Hedges = hasDetails ? _hedges : null,
        Failed = hasDetails ? _failed : null,
        Shared = hasDetails ? _shared : null,
        Wasted = hasDetails ? _wasted.ToDecimal() : null,
    };

    /// <summary>The columns to select of each row.</summary>
    public static string ColumnsOf(CostSource source)
    {
        var amounts = source.Kind == CostSourceKind.Rows ? "coalesce(cost, '0'), coalesce(saved, '0')" : "cost, saved";
        return $"calls, attempts, input_tokens, output_tokens, cached_input_tokens, uncosted, {amounts}" + (source.HasDetails ? ", estimated, origin, result" : "");
    }

    /// <summary>Adds a row, from its next column on.</summary>
    public void Add(Statement row)
    {
        var (calls, attempts) = (row.NextLong(), row.NextLong());
        (_calls, _attempts) = (_calls + calls, _attempts + attempts);
        _input += row.NextLong();
        _output += row.NextLong();
        _cachedInput += row.NextLong();
        _uncosted += row.NextLong();
        var cost = row.NextExact();
        _cost += cost;
        _saved += row.NextExact();
        if (!hasDetails) return;
        _estimated += row.NextLong();
        var origin = row.NextSpan();
        if (origin.SequenceEqual(Retry)) _retries += attempts;
        else if (origin.SequenceEqual(Hedge)) _hedges += attempts;
        var result = row.NextSpan();
        if (result.SequenceEqual(Shared)) _shared += calls;
        var isFailed = result.SequenceEqual(Failed);
        if (isFailed) _failed += attempts;
        if (isFailed || result.SequenceEqual(Cancelled)) _wasted += cost;
    }

    /// <summary>Adds what another one has.</summary>
    public void Add(CostGroup other)
    {
        _calls += other._calls;
        _attempts += other._attempts;
        _input += other._input;
        _output += other._output;
        _cachedInput += other._cachedInput;
        _uncosted += other._uncosted;
        _estimated += other._estimated;
        _retries += other._retries;
        _hedges += other._hedges;
        _failed += other._failed;
        _shared += other._shared;
        _cost += other._cost;
        _saved += other._saved;
        _wasted += other._wasted;
    }

    /// <summary>Which of two comes first.</summary>
    /// <returns>Below 0 for this one, 0 where it is left to the names.</returns>
    public int CompareTo(CostGroup other, CostSort sort) => sort switch
    {
        CostSort.Cost => other._cost.CompareTo(_cost),
        CostSort.Calls => other._calls.CompareTo(_calls),
        CostSort.Tokens => (other._input + other._output).CompareTo(_input + _output),
        CostSort.Saved => other._saved.CompareTo(_saved),
        _ => 0,
    };

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
