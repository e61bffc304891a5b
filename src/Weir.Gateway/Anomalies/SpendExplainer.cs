using Weir.Gateway.Storage;

namespace Weir.Gateway.Anomalies;

/// <summary>Finds out what was behind unusual spending, from the sums of costs and the rows of the hour. Blocking; never for the call path.</summary>
internal sealed class SpendExplainer(Database database)
{
    /// <summary>Days whose same hour is compared with: a week, of which those count in which anything was spent.</summary>
    private const int Days = 7;

    public SpendExplanation Explain(SpendSubject subject, long hour)
    {
        using var session = database.Connect();
        var segments = Segments(session, subject, hour);
        var (key, share) = Most(segments, static part => part.Key);
        var (model, _) = Most(segments, static part => part.Model);
        var (keyOfRows, prompt) = (MostOfRows(session, subject, hour, "key_id"), MostOfRows(session, subject, hour, "prompt"));
        // Users' sums do not say which key it was.
        return subject.Dimension == SpendDimension.User
            ? new SpendExplanation(SpendChange.Of(segments), keyOfRows, 1, model, prompt)
            : new SpendExplanation(SpendChange.Of(segments), key, share, model, prompt);
    }

    private static (string Name, decimal Share) Most(List<SpendSegment> segments, Func<SpendSegment, string> by)
    {
        var rises = segments.GroupBy(by, StringComparer.Ordinal).Select(parts => (Name: parts.Key, Rise: parts.Sum(part => part.Cost - part.UsualCost))).ToList();
        var most = rises.DefaultIfEmpty((Name: "", Rise: 0m)).MaxBy(part => part.Rise);
        var all = rises.Where(part => part.Rise > 0).Sum(part => part.Rise);
        return (most.Name, all > 0 ? most.Rise / all : 0);
    }

    private static List<SpendSegment> Segments(Session session, SpendSubject subject, long hour)
    {
        var now = Parts(session, subject, hour);
        var before = Enumerable.Range(1, Days).Select(day => Parts(session, subject, hour - (day * 24))).Where(parts => parts.Count > 0).ToList();
        return [.. now.Keys.Union(before.SelectMany(parts => parts.Keys)).Select(name =>
        {
            var (tokens, cost) = now.GetValueOrDefault(name);
            var (usualTokens, usualCost) = before.Aggregate((Tokens: 0m, Cost: 0m), (sum, parts) =>
            {
                var part = parts.GetValueOrDefault(name);
                return (sum.Tokens + part.Tokens, sum.Cost + part.Cost);
            });
            var days = Math.Max(1, before.Count);
            return new SpendSegment(name.Key, name.Model, tokens, cost, usualTokens / days, usualCost / days);
        })];
    }

    private static Dictionary<(string Key, string Model), (decimal Tokens, decimal Cost)> Parts(Session session, SpendSubject subject, long hour)
    {
        var isUser = subject.Dimension == SpendDimension.User;
        using var statement = session.Prepare(isUser
            ? "SELECT '', model_asked, sum(input_tokens + output_tokens), decimal_sum(cost) FROM cost_values WHERE grain = 'hour' AND start = $1 AND dimension = 'user' AND value = $2 AND tenant = $3 GROUP BY 2"
            : $"SELECT key_id, model_asked, sum(input_tokens + output_tokens), decimal_sum(cost) FROM cost_hours WHERE hour = $1 AND {ColumnOf(subject)} = $2 GROUP BY 1, 2");
        var parts = new Dictionary<(string, string), (decimal, decimal)>();
        statement.Add(hour * SpendSource.MicrosPerHour).Add(subject.Value);
        if (isUser) statement.Add(subject.Tenant);
        while (statement.Read()) parts[(statement.NextString(), statement.NextString())] = (statement.NextLong(), statement.NextDecimal() ?? 0);
        return parts;
    }

    /// <summary>What cost the most among the rows of an hour: as long as it takes to read those, which identifiers that begin with the time find.</summary>
    private static string MostOfRows(Session session, SpendSubject subject, long hour, string column)
    {
        var isUser = subject.Dimension == SpendDimension.User;
        using var statement = session.Prepare($"""
            SELECT {column} FROM calls WHERE id >= $1 AND id < $2 AND {ColumnOf(subject)} = $3{(isUser ? " AND tenant = $4" : "")} AND {column} IS NOT NULL
            GROUP BY 1 ORDER BY sum(CAST(cost AS DOUBLE PRECISION)) DESC LIMIT 1
            """);
        statement.Add(Calls.CallId.Before(hour * SpendSource.MicrosPerHour)).Add(Calls.CallId.Before((hour + 1) * SpendSource.MicrosPerHour)).Add(subject.Value);
        if (isUser) statement.Add(subject.Tenant);
        return statement.Read() ? statement.NextString() : "";
    }

    private static string ColumnOf(SpendSubject subject) => subject.Dimension switch
    {
        SpendDimension.Tenant => "tenant",
        SpendDimension.Feature => "feature",
        SpendDimension.Key => "key_id",
        _ => "end_user",
    };
}
