using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Upstream;

/// <summary>
/// Stops an attempt when one of its time limits runs out, the client goes away, the gateway shuts down or another attempt has
/// answered, and remembers which it was.
/// </summary>
internal sealed class AttemptWatch : IDisposable
{
    /// <summary>Servers send the end with the last of the content, or never.</summary>
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(1);

    /// <summary>What is charged for is worth waiting for: a lost packet or two, or a provider that counts at leisure.</summary>
    private static readonly TimeSpan LongestCount = TimeSpan.FromSeconds(5);

    private const int IsOpen = 0;
    private const int IsKept = 1;
    private const int IsDisplaced = 2;

    private readonly AttemptLimits _limits;
    private readonly long _started;
    private readonly CancellationTokenSource _source;
    private CancellationTokenRegistration _gone;
    private readonly CancellationTokenRegistration _cut;
    private int _stop;
    private int _claim;
    private TimeSpan _armed;
    private bool _total;
    private bool _firstToken;

    public AttemptWatch(in AttemptLimits limits, TimeProvider time, CancellationToken clientGone, CancellationToken shutdown)
    {
        _limits = limits;
        Time = time;
        _started = time.GetTimestamp();
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Follow(clientGone);
        _cut = shutdown.UnsafeRegister(static watch => ((AttemptWatch)watch!).StopFor(AttemptStop.Shutdown), this);
        Enter(AttemptPhase.Headers);
    }

    /// <summary>The clock that the limits run on.</summary>
    public TimeProvider Time { get; }

    /// <summary>How long the attempt has been under way.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_started);

    /// <summary>Cancelled when the attempt has to stop.</summary>
    public CancellationToken Token => _source.Token;

    public AttemptPhase Phase { get; private set; }

    /// <summary>Whether bytes are waiting for the client to read: a limit that runs out meanwhile is not the upstream's fault.</summary>
    public bool IsSending { get; private set; }

    /// <summary>Why the token was cancelled.</summary>
    public AttemptStop Stop =>
        (AttemptStop)Volatile.Read(ref _stop) is var stop && stop == AttemptStop.None && _source.IsCancellationRequested
            ? AttemptStop.TimedOut
            : stop;

    /// <summary>Goes over to a phase, or shows that the current one is alive, and starts its limit anew.</summary>
    public void Enter(AttemptPhase phase)
    {
        Phase = phase;
        var passed = Elapsed;
        var limit = phase == AttemptPhase.Headers ? _limits.Headers : _limits.Idle;
        if (phase == AttemptPhase.Ending && limit > LongestEnding) limit = LongestEnding;
        if (phase == AttemptPhase.Usage && limit > LongestCount) limit = LongestCount;
        _firstToken = phase == AttemptPhase.FirstToken && _limits.FirstToken - passed < limit;
        if (_firstToken) limit = Positive(_limits.FirstToken!.Value - passed);
        var left = _limits.Total - passed;
        // An attempt that was given all that the call had left is over with the call: the deployment may not have been slow at all.
        _total = left < limit || (left == limit && _limits.IsDeadline);
        _armed = _total ? _limits.Total : _firstToken ? _limits.FirstToken!.Value : limit;
        _source.CancelAfter(_total ? Positive(left) : limit);
    }

    /// <summary>Stops the attempt when the client goes away, from now on.</summary>
    public void Follow(CancellationToken clientGone) =>
        _gone = clientGone.UnsafeRegister(static watch => ((AttemptWatch)watch!).StopFor(AttemptStop.ClientGone), this);

    /// <summary>Stops the attempt: another one of the same call has answered. May be called while it is under way.</summary>
    public void Overtake() => StopFor(AttemptStop.Overtaken);

    /// <summary>Stops the attempt to make room for another call, unless something of it may have reached the client (<see cref="Keep"/>). Any thread.</summary>
    public void Displace()
    {
        if (Interlocked.CompareExchange(ref _claim, IsDisplaced, IsOpen) == IsOpen) StopFor(AttemptStop.Displaced);
    }

    /// <summary>From now on the client may see something of the attempt, which therefore cannot be displaced any more.</summary>
    /// <exception cref="OperationCanceledException">It has been.</exception>
    public void Keep()
    {
        if (Interlocked.CompareExchange(ref _claim, IsKept, IsOpen) == IsDisplaced) throw new OperationCanceledException(Token);
    }

    /// <summary>Hands bytes to the client, within the limits.</summary>
    /// <exception cref="OperationCanceledException">
    /// The attempt has to stop. <see cref="IsSending"/> tells whether the client was waited for: a limit that ran out before, at the
    /// moment at which the bytes came, was the upstream's, and the client's connection is left as it is.
    /// </exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(PipeWriter output)
    {
        Token.ThrowIfCancellationRequested();
        var sent = output.FlushAsync(Token);
        IsSending = !sent.IsCompleted;
        await sent;
        if (!IsSending) return;
        IsSending = false;
        // What the client took its time for is not the upstream's.
        Enter(Phase);
    }

    /// <summary>The error for an attempt that was stopped from this side.</summary>
    public CallError Explain(string provider) => Stop switch
    {
        AttemptStop.Shutdown => CallErrors.Interrupted(),
        AttemptStop.Displaced => UpstreamErrors.Displaced(),
        AttemptStop.TimedOut when _total && _limits.IsDeadline => CallErrors.DeadlineExceeded(_limits.Deadline, PhaseName),
        AttemptStop.TimedOut when !IsSending => UpstreamErrors.Timeout(provider, _total ? "total" : PhaseName, _armed, FailureOfTimeout),
        _ => CallErrors.ClientGone(),
    };

    /// <summary>The phase as errors name it.</summary>
    public string PhaseName => Phase switch
    {
        AttemptPhase.Headers => "headers",
        AttemptPhase.FirstToken => "first_token",
        AttemptPhase.Body or AttemptPhase.Usage or AttemptPhase.Ending => "body",
        _ => throw new InvalidOperationException($"phase {Phase} has no name"),
    };

    private FailureClass FailureOfTimeout => Phase switch
    {
        AttemptPhase.Body or AttemptPhase.Usage or AttemptPhase.Ending => FailureClass.Interrupted,
        _ when _armed == _limits.Spared => FailureClass.Hurried,
        _ => FailureClass.Silent,
    };

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Dispose();
        _cut.Dispose();
        _source.Dispose();
    }

    private void StopFor(AttemptStop reason)
    {
        if (Interlocked.CompareExchange(ref _stop, (int)reason, (int)AttemptStop.None) != (int)AttemptStop.None) return;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended in the same instant.
        }
    }
}
