using Weir.Bench.Net;

namespace Weir.Bench.Load;

/// <summary>Calls an address as fast as it answers, or at a rate, and keeps every latency.</summary>
internal sealed class LoadRun : ITimed, IDisposable
{
    private readonly Samples _latency = new();
    private readonly Queue<long> _waiting = new();
    private readonly Stack<LoadConnection> _idle = new();
    private readonly LoadConnection[] _connections;
    private long _errors;
    private bool _ending;

    private LoadRun(LoadOptions options)
    {
        Options = options;
        Request = RequestBook.Plain(options.Url, options.Key, options.Model, options.BodyBytes, options.AnswerBytes);
        _connections = [.. Enumerable.Range(0, options.Connections).Select(_ => new LoadConnection(this))];
    }

    public LoadOptions Options { get; }

    public EventLoop Loop { get; } = new();

    /// <summary>Head and body, the same for every call.</summary>
    public byte[] Request { get; }

    public static int Command(Arguments args)
    {
        var options = LoadOptions.From(args);
        args.RefuseOthers();
        Console.WriteLine(Run(options));
        return 0;
    }

    public static LoadResult Run(LoadOptions options)
    {
        using var run = new LoadRun(options);
        return run.Run();
    }

    /// <summary>A connection's call has ended, well or not, and the connection is free.</summary>
    public void Ended(LoadConnection connection, long due, bool succeeded)
    {
        var now = Clock.Now;
        if (succeeded) _latency.Add(now - due);
        else _errors++;

        if (Options.Rate == 0 && !_ending) connection.Call(now);
        else if (_waiting.TryDequeue(out var waiting)) connection.Call(waiting);
        else _idle.Push(connection);
        if (_ending && _idle.Count == _connections.Length) Loop.Stop();
    }

    public void OnTime(long due)
    {
        if (_ending) return;
        Loop.At(due + (Clock.Second / Options.Rate), this);
        if (_idle.TryPop(out var connection)) connection.Call(due);
        else _waiting.Enqueue(due);
    }

    public void Dispose() => Loop.Dispose();

    private LoadResult Run()
    {
        var start = Clock.Now;
        if (Options.Rate > 0)
        {
            foreach (var connection in _connections) _idle.Push(connection);
            Loop.At(start, this);
        }
        else
        {
            foreach (var connection in _connections) connection.Call(Clock.Now);
        }

        Loop.Run(start + (Options.Seconds * Clock.Second));

        // What is under way is let finish: its cost is already in the proxy's books.
        _ending = true;
        var end = Clock.Now;
        if (_idle.Count < _connections.Length) Loop.Run(end + (5 * Clock.Second));
        end = Clock.Now;
        _errors += _connections.Length - _idle.Count;
        foreach (var connection in _connections) connection.Close();
        return new LoadResult(_latency.Count, _errors, (end - start) / 1e9, _latency);
    }
}
