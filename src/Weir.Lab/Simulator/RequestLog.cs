namespace Weir.Lab.Simulator;

/// <summary>The latest requests, and a signal for those who wait for the next one.</summary>
internal sealed class RequestLog(int capacity)
{
    // Large prompts in a long load test must not fill the memory: the oldest requests leave first.
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private long _bytes;
    private long _total;
    private TaskCompletionSource<RecordedRequest> _next = NewSignal();

    public long Total => Interlocked.Read(ref _total);

    public void Add(RecordedRequest request)
    {
        TaskCompletionSource<RecordedRequest> waiting;
        lock (_lock)
        {
            _total++;
            if (capacity > 0)
            {
                _requests.Enqueue(request);
                _bytes += request.Body.Length;
                while (_requests.Count > capacity || (_bytes > MaxBytes && _requests.Count > 1))
                    _bytes -= _requests.Dequeue().Body.Length;
            }

            waiting = _next;
            _next = NewSignal();
        }

        waiting.TrySetResult(request);
    }

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_lock)
            return [.. _requests];
    }

    public Task<RecordedRequest> NextAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _next.Task.WaitAsync(cancellationToken);
    }

    private static TaskCompletionSource<RecordedRequest> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
