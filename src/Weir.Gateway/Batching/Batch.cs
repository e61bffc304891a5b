using Weir.Gateway.Model;

namespace Weir.Gateway.Batching;

/// <summary>Calls that gather to be sent as one, until there are enough of them or the first has waited long enough. Safe for use by several threads.</summary>
internal sealed class Batch
{
    /// <summary>
    /// Most bytes of text. OpenAI takes 300,000 tokens in one request for embeddings, and no token is less than a byte: so no
    /// batch is refused for what its members have together.
    /// </summary>
    public const int MostTextBytes = 300_000;

    /// <summary>The batch keeps to the shortest deadline: nobody may lose more by that.</summary>
    private static readonly TimeSpan MostTimeLost = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly BatchModel _limits;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _gathered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _nobodyLeft = new();
    private readonly List<BatchMember> _members = [];
    private readonly HashSet<BatchMember> _gone = [];
    private int _textBytes;
    private bool _isClosed;

    /// <param name="key">What its members have in common.</param>
    /// <param name="limits">How large it may become.</param>
    /// <param name="first">Who opens it.</param>
    /// <param name="time">The clock.</param>
    public Batch(BatchKey key, BatchModel limits, BatchMember first, TimeProvider time)
    {
        (Key, _limits) = (key, limits);
        Add(first);
        _timer = time.CreateTimer(static batch => ((Batch)batch!)._gathered.TrySetResult(), this, limits.Wait, Timeout.InfiniteTimeSpan);
    }

    public BatchKey Key { get; }

    /// <summary>Cancelled when no member's client waits any more.</summary>
    public CancellationToken NobodyLeft => _nobodyLeft.Token;

    /// <summary>How many have joined and still wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _members.Count - _gone.Count;
        }
    }

    /// <summary>Joins. A batch that has no room for a call waits for no further one either.</summary>
    /// <returns>False when it is too late for that, or there is no room.</returns>
    public bool TryJoin(BatchMember member)
    {
        lock (_gate)
        {
            var fits = !_isClosed && HasRoomFor(member);
            if (fits) Add(member);
            if (!fits || _members.Count == _limits.Max) _gathered.TrySetResult();
            return fits;
        }
    }

    /// <summary>Waits until the batch is to be sent.</summary>
    public Task GatherAsync() => _gathered.Task;

    /// <summary>Ends the gathering: nobody can join from now on.</summary>
    /// <returns>Those to be sent together. Members whose clients have gone are not among them, and know that.</returns>
    public IReadOnlyList<BatchMember> Close()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isClosed = true;
            foreach (var gone in _gone) gone.Give(BatchShare.Alone);
            _members.RemoveAll(_gone.Contains);
            _gone.Clear();
            return [.. _members];
        }
    }

    /// <summary>A member's client has gone. What its text uses is its own all the same, once that has been sent.</summary>
    public void Leave(BatchMember member)
    {
        lock (_gate)
        {
            if (_members.Contains(member)) _gone.Add(member);
            if (!_isClosed || _gone.Count < _members.Count) return;
        }
        _nobodyLeft.Cancel();
    }

    private bool HasRoomFor(BatchMember member) =>
        _members.Count < _limits.Max
        && _textBytes + member.TextBytes <= MostTextBytes
        && (member.Call.TimeLeft - _members[0].Call.TimeLeft).Duration() <= MostTimeLost;

    private void Add(BatchMember member)
    {
        _members.Add(member);
        _textBytes += member.TextBytes;
    }
}
