namespace Weir.Lab.Simulator.Responses;

/// <summary>
/// A response that is worked on in the background. Whoever looks at it moves it on, one step at a time: it is in progress at
/// the first look, and has ended at a later one, once its model has had the time that the answer takes.
/// </summary>
/// <param name="latency">How long the model takes.</param>
/// <param name="fails">Whether it comes to nothing.</param>
/// <param name="time">Counts from now.</param>
internal sealed class BackgroundWork(TimeSpan latency, bool fails, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private Progress _progress = Progress.Queued;

    /// <summary>Whether it has not ended, as far as anybody has seen.</summary>
    public bool IsAtWork
    {
        get
        {
            lock (_lock)
                return _progress is Progress.Queued or Progress.InProgress;
        }
    }

    public Progress Look()
    {
        lock (_lock)
        {
            return _progress = _progress switch
            {
                Progress.Queued => Progress.InProgress,
                Progress.InProgress when time.GetElapsedTime(_started) >= latency => fails ? Progress.Failed : Progress.Whole,
                var other => other,
            };
        }
    }

    /// <summary>Its stream has told all of it.</summary>
    public void Finish()
    {
        lock (_lock)
            _progress = Progress.Whole;
    }

    /// <summary>Calls it off; one that has ended stays as it is.</summary>
    public Progress Cancel()
    {
        lock (_lock)
            return _progress = _progress is Progress.Queued or Progress.InProgress ? Progress.Cancelled : _progress;
    }
}
