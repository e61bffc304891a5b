using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Tests.Configuration;

/// <summary>Keeps what was logged, as event id and text.</summary>
internal sealed class CollectingLogger<T> : ILogger<T>
{
    public List<(int Id, string Text)> Entries { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Add((eventId.Id, formatter(state, exception)));
}
