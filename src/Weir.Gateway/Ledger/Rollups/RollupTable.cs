using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger.Rollups;

/// <summary>Writes sums, in the transaction of the session that it is made for.</summary>
internal sealed class RollupTable : IDisposable
{
    public static readonly RollupSql Hours = new(HourRow.Table, HourRow.Keys, HourRow.Counts);
    public static readonly RollupSql Values = new(ValueRow.Table, ValueRow.Keys, ValueRow.Counts);

    private readonly Statement _hour;
    private readonly Statement _emptyHour;
    private readonly Statement _value;
    private readonly Statement _emptyValue;

    public RollupTable(Session session)
    {
        _hour = session.PrepareMany(Hours.Upsert);
        _emptyHour = session.PrepareMany(Hours.DeleteEmpty);
        _value = session.PrepareMany(Values.Upsert);
        _emptyValue = session.PrepareMany(Values.DeleteEmpty);
    }

    public void Write(CallSums sums)
    {
        foreach (var (key, sum) in sums.Hours)
        {
            HourRow.Bind(_hour, key, sum);
            _hour.Run();
            if (!MayBeEmpty(sum)) continue;
            HourRow.BindKey(_emptyHour, key);
            _emptyHour.Run();
        }
        foreach (var (key, sum) in sums.Values)
        {
            ValueRow.Bind(_value, key, sum);
            _value.Run();
            if (!MayBeEmpty(sum)) continue;
            ValueRow.BindKey(_emptyValue, key);
            _emptyValue.Run();
        }
    }

    /// <summary>Makes the statements ready again after a failure halfway.</summary>
    public void Reset()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_hour, _emptyHour, _value, _emptyValue]) statement.Reset();
    }

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_hour, _emptyHour, _value, _emptyValue]) statement.Dispose();
    }

    /// <summary>Whether something was taken off, so that nothing may be left.</summary>
    private static bool MayBeEmpty(CostSums sum) => sum is { Calls: <= 0, Attempts: <= 0 };
}
