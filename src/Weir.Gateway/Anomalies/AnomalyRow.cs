using Weir.Gateway.Storage;

namespace Weir.Gateway.Anomalies;

/// <summary>An anomaly as a row. The members list the same fields in the same order.</summary>
internal static class AnomalyRow
{
    public const string Columns = "id, kind, dimension, tenant, value, since, found_at, until, reason, spent, usual, volume, mix, price, key_id, model, prompt, action";

    public const string Insert = $"INSERT INTO anomalies ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (id) DO NOTHING";

    public static void Bind(Statement row, Anomaly anomaly) => row
        .Add(anomaly.Id).Add(anomaly.Kind).Add(anomaly.Dimension).Add(anomaly.Tenant).Add(anomaly.Value)
        .Add(Micros(anomaly.Since)).Add(Micros(anomaly.FoundAt)).Add(anomaly.Until is { } until ? Micros(until) : (long?)null).Add(anomaly.Reason)
        .Add(anomaly.Change.Spent).Add(anomaly.Change.Usual).Add(anomaly.Change.Volume).Add(anomaly.Change.Mix).Add(anomaly.Change.Price)
        .Add(anomaly.Key).Add(anomaly.Model).Add(anomaly.Prompt).Add(anomaly.Action);

    public static Anomaly Read(Statement row) => new()
    {
        Id = row.NextString(),
        Kind = row.NextString(),
        Dimension = row.NextString(),
        Tenant = row.NextString(),
        Value = row.NextString(),
        Since = Time(row.NextLong()),
        FoundAt = Time(row.NextLong()),
        Until = row.NextLongOrNull() is { } until ? Time(until) : null,
        Reason = row.NextString(),
        Change = new SpendChange(row.NextDecimal() ?? 0, row.NextDecimal() ?? 0, row.NextDecimal() ?? 0, row.NextDecimal() ?? 0, row.NextDecimal() ?? 0),
        Key = row.NextString(),
        Model = row.NextString(),
        Prompt = row.NextString(),
        Action = row.NextString(),
    };

    public static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
