using System.Globalization;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Anomalies;

/// <summary>Reads what was spent by the hour from the sums of costs. Blocking; never for the call path.</summary>
internal sealed class SpendSource(Database database)
{
    public const long MicrosPerHour = 3_600_000_000;

    private static readonly SpendDimension[] Dimensions = Enum.GetValues<SpendDimension>();

    /// <summary>Reads hours, oldest first, of those who spent the most in them together.</summary>
    /// <param name="from">The first hour, numbered from the Unix epoch.</param>
    /// <param name="to">The hour after the last.</param>
    /// <param name="most">How many subjects of each dimension.</param>
    /// <param name="floor">US dollars; what is below in an hour is left out.</param>
    public IEnumerable<SpendHour> Read(long from, long to, int most, double floor)
    {
        using var session = database.Connect();
        foreach (var dimension in Dimensions)
        {
            using var statement = session.Prepare(Sql(dimension, floor));
            statement.Add(from * MicrosPerHour).Add(to * MicrosPerHour).Add(most);
            while (statement.Read())
            {
                var (hour, tenant, value) = (statement.NextLong() / MicrosPerHour, statement.NextString(), statement.NextString());
                yield return new SpendHour(new SpendSubject(dimension, tenant, value), hour, double.Parse(statement.NextString(), CultureInfo.InvariantCulture));
            }
        }
    }

    private static string Sql(SpendDimension dimension, double floor)
    {
        var (table, time, tenant, value, where) = dimension switch
        {
            SpendDimension.Tenant => ("cost_hours", "hour", "''", "tenant", "tenant <> ''"),
            SpendDimension.Feature => ("cost_hours", "hour", "''", "feature", "feature <> ''"),
            SpendDimension.Key => ("cost_hours", "hour", "''", "key_id", "key_id <> ''"),
            _ => ("cost_values", "start", "tenant", "value", "grain = 'hour' AND dimension = 'user'"),
        };
        var inTime = $"{time} >= $1 AND {time} < $2 AND {where}";
        // A sum of floats ranks and is compared; it is never shown.
        return $"""
            SELECT {time}, {tenant}, {value}, CAST(sum(CAST(cost AS DOUBLE PRECISION)) AS TEXT) FROM {table}
            WHERE {inTime} AND ({tenant}, {value}) IN (
                SELECT {tenant}, {value} FROM {table} WHERE {inTime} GROUP BY 1, 2 ORDER BY sum(CAST(cost AS DOUBLE PRECISION)) DESC LIMIT $3
            )
            GROUP BY 1, 2, 3 HAVING sum(CAST(cost AS DOUBLE PRECISION)) > {floor.ToString("0.################", CultureInfo.InvariantCulture)} ORDER BY 1
            """;
    }
}
