using Weir.Gateway.Storage;

namespace Weir.Gateway.Leases;

/// <summary>Asks the same of many counters with few statements.</summary>
/// <param name="session">Where.</param>
/// <param name="select">What is asked of one, given its number in the statement and that of its first parameter.</param>
/// <param name="parameters">How many parameters that has.</param>
internal sealed class LeaseKeyQuery(Session session, Func<int, int, string> select, int parameters) : IDisposable
{
    private const int Together = 16;

    private Statement? _one;
    private Statement? _many;

    public void Run(IReadOnlyList<LeaseWish> wishes, Action<Statement, LeaseWish> bind, Action<Statement, LeaseWish[]> read)
    {
        for (var i = 0; i < wishes.Count;)
        {
            // What is missing to a whole statement is asked once more.
            LeaseWish[] chunk = wishes.Count - i == 1 ? [wishes[i]] : [.. Enumerable.Range(i, Together).Select(at => wishes[Math.Min(at, wishes.Count - 1)])];
            var statement = chunk.Length == 1 ? _one ??= Prepare(1) : _many ??= Prepare(Together);
            foreach (var wish in chunk) bind(statement, wish);
            while (statement.Read()) read(statement, chunk);
            i += chunk.Length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _one?.Dispose();
        _many?.Dispose();
    }

    private Statement Prepare(int count) => session.Prepare(string.Join("\nUNION ALL ", Enumerable.Range(0, count).Select(number => select(number, (number * parameters) + 1))));
}
