using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator;

/// <summary>One request as the simulator saw it.</summary>
public sealed class RecordedRequest
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RecordedRequest(string method, string path, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset at)
    {
        Method = method;
        Path = path;
        Headers = headers;
        Body = body;
        (At, BegunAt) = (at, at);
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path with its query string.</summary>
    public string Path { get; }

    /// <summary>The request headers; names compare without case, repeated values are joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body, byte for byte.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>When the whole request had arrived.</summary>
    public DateTimeOffset At { get; }

    /// <summary>When it was begun to be worked on; later than <see cref="At"/> where it had to wait (<see cref="SimulatorOptions.Slots"/>).</summary>
    public DateTimeOffset BegunAt { get; internal set; }

    /// <summary>When the simulator was done with it; null until then.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>True when the client closed the connection before the answer was complete. Final once <see cref="Finished"/> is.</summary>
    public bool ClientWentAway { get; private set; }

    /// <summary>How many tokens had been generated for the client when the request ended.</summary>
    public int TokensSent { get; internal set; }

    /// <summary>What the answer said that it cost; null while there is none.</summary>
    internal ChatUsage? Usage { get; set; }

    /// <summary>Completes when the simulator is done with the request, whatever the reason.</summary>
    public Task Finished => _finished.Task;

    internal void Finish(bool clientWentAway, DateTimeOffset at)
    {
        (ClientWentAway, EndedAt) = (clientWentAway, at);
        _finished.TrySetResult();
    }
}
