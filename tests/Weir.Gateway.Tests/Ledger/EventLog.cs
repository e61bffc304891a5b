using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>Remembers which events were logged.</summary>
internal sealed class EventLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string?> _events = new();

    public bool Has(string name) => _events.Contains(name);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.Enqueue(eventId.Name);
}
