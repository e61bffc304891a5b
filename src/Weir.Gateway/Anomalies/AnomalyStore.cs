using Weir.Gateway.Storage;

namespace Weir.Gateway.Anomalies;

/// <summary>The anomalies in the database. Blocking, each call on a session of its own: not for the call path.</summary>
internal sealed class AnomalyStore(Database database)
{
    /// <summary>Most that are kept; the oldest go first.</summary>
    public const int Most = 10_000;

    /// <summary>Writes what was found.</summary>
    public void Add(IReadOnlyList<Anomaly> found)
    {
        using var session = database.Connect();
        session.Transact(_ =>
        {
            using var insert = session.Prepare(AnomalyRow.Insert);
            foreach (var anomaly in found)
            {
                AnomalyRow.Bind(insert, anomaly);
                insert.Run();
            }
            session.Execute($"DELETE FROM anomalies WHERE id NOT IN (SELECT id FROM anomalies ORDER BY found_at DESC LIMIT {Most})");
            return found.Count;
        });
    }

    /// <summary>Notes that what was found of a subject is over.</summary>
    public void End(SpendSubject subject, DateTimeOffset at)
    {
        using var session = database.Connect();
        using var update = session.Prepare("UPDATE anomalies SET until = $1 WHERE until IS NULL AND dimension = $2 AND tenant = $3 AND value = $4");
        update.Add(AnomalyRow.Micros(at)).Add(subject.Kind).Add(subject.Tenant).Add(subject.Value).Run();
    }

    /// <summary>The newest, newest first.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="openOnly">Only those that go on.</param>
    public IReadOnlyList<Anomaly> Newest(int count, bool openOnly = false) =>
        Read($"{(openOnly ? "WHERE until IS NULL " : "")}ORDER BY found_at DESC, id LIMIT $1", row => row.Add((long)count));

    /// <summary>Those of spending that went on after a time, oldest first.</summary>
    public IReadOnlyList<Anomaly> Since(DateTimeOffset time) =>
        Read("WHERE kind = 'anomaly.cost' AND (until IS NULL OR until > $1) ORDER BY found_at", row => row.Add(AnomalyRow.Micros(time)));

    /// <summary>One by its identifier, or null.</summary>
    public Anomaly? Find(string id) => Read("WHERE id = $1", row => row.Add(id)) is [var found] ? found : null;

    private List<Anomaly> Read(string where, Action<Statement> bind)
    {
        using var session = database.Connect();
        using var select = session.Prepare($"SELECT {AnomalyRow.Columns} FROM anomalies {where}");
        bind(select);
        var found = new List<Anomaly>();
        while (select.Read()) found.Add(AnomalyRow.Read(select));
        return found;
    }
}
