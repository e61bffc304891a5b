using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Weir.Cli;

/// <summary>
/// Log messages on standard error, one line each: time, level, number, text. Exceptions follow indented. Written by the
/// thread that logs, under a lock; nothing on the path of a healthy call logs.
/// </summary>
internal sealed class ConsoleLog : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var text = $"{time} {NameOf(logLevel)} {eventId.Id,4} {formatter(state, exception)}";
        if (exception is not null) text += Environment.NewLine + "    " + exception.ToString().ReplaceLineEndings(Environment.NewLine + "    ");
        lock (_gate) Console.Error.WriteLine(text);
    }

    public void Dispose()
    {
        // Standard error belongs to the process.
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "WARN ",
        _ => "ERROR",
    };
}
