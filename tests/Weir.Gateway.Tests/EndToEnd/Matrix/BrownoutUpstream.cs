using Microsoft.AspNetCore.Http;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>
/// An upstream that answers so many requests a second in the order in which they came, also those that nobody waits for any
/// more, and refuses what its line has no room for: the one that retries keep down once they have pushed it under.
/// </summary>
internal sealed class BrownoutUpstream
{
    /// <summary>Answers per tick while it is well.</summary>
    public const int Capacity = 10;

    private const int BrownoutCapacity = 2;
    private const int LongestLine = 100;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _line = new();

    /// <summary>Whether it is short of capacity.</summary>
    public bool IsBrownedOut { get; set; }

    /// <summary>Takes a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Method == "GET")
        {
            // A probe.
            await ScriptedUpstream.JsonAsync(http, 200, "{}");
            return;
        }
        if (Queue() is not { } turn)
        {
            await ScriptedUpstream.JsonAsync(http, 503, """{"error":{"message":"busy","type":"service_unavailable_error","param":null,"code":"overloaded"}}""");
            return;
        }
        await turn.Task;
        await ScriptedUpstream.JsonAsync(http, 200, ScriptedUpstream.Answer);
    }

    /// <summary>Answers what it can in one tick.</summary>
    public void Tick()
    {
        lock (_lock)
            for (var served = 0; served < (IsBrownedOut ? BrownoutCapacity : Capacity) && _line.TryDequeue(out var next); served++) next.SetResult();
    }

    private TaskCompletionSource? Queue()
    {
        lock (_lock)
        {
            if (_line.Count >= LongestLine) return null;
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _line.Enqueue(turn);
            return turn;
        }
    }
}
