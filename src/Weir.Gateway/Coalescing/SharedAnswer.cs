using Weir.Gateway.Model;

namespace Weir.Gateway.Coalescing;

/// <summary>
/// An answer that one call gets and others are given too, as far as it has come. Grows at one end; every reader has a place of
/// its own in it. Keeps its beginning for those who still come, up to a limit.
/// </summary>
internal sealed class SharedAnswer
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _nobodyLeft = new();
    private readonly List<SharedReader> _readers = [];
    private readonly TimeSpan _deadline;
    private readonly long _limit;
    private SharedChunk? _first;
    private SharedChunk _last;
    private TaskCompletionSource? _news;
    private TaskCompletionSource? _followed;
    private bool _isLeaderGone;
    private bool _isClosed;
    private volatile SharedEnd? _end;

    /// <param name="leader">The call whose answer it is.</param>
    /// <param name="priority">That call's.</param>
    /// <param name="deadline">The longest that it may take.</param>
    /// <param name="limit">Bytes after which nobody can join any more; no reader may be more than twice as many behind.</param>
    public SharedAnswer(string leader, CallPriority priority, TimeSpan deadline, long limit)
    {
        (Leader, Priority, _deadline, _limit) = (leader, priority, deadline, limit);
        // Empty: readers are at the chunk that they have read last.
        _first = _last = new SharedChunk([]);
    }

    /// <summary>The call whose answer it is.</summary>
    public string Leader { get; }

    /// <summary>The leader's priority, with which everybody waits for the answer.</summary>
    public CallPriority Priority { get; }

    /// <summary>Cancelled when neither the leader's client nor any follower waits for the answer any more.</summary>
    public CancellationToken NobodyLeft => _nobodyLeft.Token;

    /// <summary>What it begins with; null while that is not known.</summary>
    public SharedHead? Head { get; private set; }

    /// <summary>How it ended; null while it has not.</summary>
    public SharedEnd? End => _end;

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Whether all of it is still here, from its beginning.</summary>
    public bool IsWhole => Length <= _limit;

    /// <summary>How many follow.</summary>
    public int Followers
    {
        get
        {
            lock (_gate) return _readers.Count;
        }
    }

    /// <summary>How many clients wait for it, the leader's included.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _readers.Count + (_isLeaderGone ? 0 : 1);
        }
    }

    /// <summary>
    /// Whether a call is as well served with this answer as with its own: the leader may take as long, and goes first as well or
    /// waits for nobody any more.
    /// </summary>
    /// <param name="own">The answer that the call would get by itself.</param>
    public bool IsAsGoodAs(SharedAnswer own)
    {
        lock (_gate) return _deadline >= own._deadline && (Priority <= own.Priority || Head is not null);
    }

    /// <summary>Joins, at the beginning.</summary>
    /// <returns>Null when it is too late for that.</returns>
    public SharedReader? TryJoin()
    {
        TaskCompletionSource? followed;
        SharedReader reader;
        lock (_gate)
        {
            if (_isClosed || _first is not { } first) return null;
            reader = new SharedReader(this, first);
            _readers.Add(reader);
            (followed, _followed) = (_followed, null);
        }
        followed?.SetResult();
        return reader;
    }

    /// <summary>A follower is done with it, or has gone.</summary>
    public void Leave(SharedReader reader)
    {
        lock (_gate)
        {
            _readers.Remove(reader);
            if (!IsDeserted()) return;
        }
        _nobodyLeft.Cancel();
    }

    /// <summary>The leader's client has gone; its call goes on while others follow.</summary>
    public void LeaveLeader()
    {
        lock (_gate)
        {
            _isLeaderGone = true;
            if (!IsDeserted()) return;
        }
        _nobodyLeft.Cancel();
    }

    /// <summary>Adds bytes.</summary>
    /// <param name="head">What the answer begins with.</param>
    /// <param name="bytes">Never written to again.</param>
    public void Append(SharedHead head, byte[] bytes)
    {
        TaskCompletionSource? news;
        SharedReader[] late = [];
        lock (_gate)
        {
            Head ??= head;
            // Before the new bytes are added: nobody can have read those, however many they are.
            if (!IsWhole) late = [.. _readers.Where(reader => Length - reader.Position > 2 * _limit)];
            var chunk = new SharedChunk(bytes);
            (_last.Next, _last) = (chunk, chunk);
            Length += bytes.Length;
            if (!IsWhole) _first = null;
            (news, _news) = (_news, null);
        }
        news?.SetResult();
        foreach (var reader in late) reader.Drop();
    }

    /// <summary>Says how it ended. Nobody can join from now on.</summary>
    public void Close(SharedHead head, SharedEnd end)
    {
        TaskCompletionSource? news;
        lock (_gate)
        {
            Head ??= head;
            _isClosed = true;
            _end = end;
            (news, _news) = (_news, null);
        }
        news?.SetResult();
    }

    /// <summary>Ends when more has come than a chunk, or the answer has ended.</summary>
    public Task MoreThanAsync(SharedChunk seen)
    {
        lock (_gate)
            return seen.Next is not null || _end is not null ? Task.CompletedTask : (_news ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Ends when somebody follows.</summary>
    public Task FollowedAsync()
    {
        lock (_gate)
            return _readers.Count > 0 ? Task.CompletedTask : (_followed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>All bytes so far, without the end; null where the beginning is not kept any more.</summary>
    public byte[]? ToArray()
    {
        lock (_gate)
        {
            if (_first is null) return null;
            var all = new byte[Length];
            var filled = 0;
            for (var chunk = _first.Next; chunk is not null; chunk = chunk.Next)
            {
                chunk.Bytes.CopyTo(all, filled);
                filled += chunk.Bytes.Length;
            }
            return all;
        }
    }

    private bool IsDeserted()
    {
        if (_isClosed || !_isLeaderGone || _readers.Count > 0) return false;
        return _isClosed = true;
    }
}
