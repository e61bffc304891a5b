namespace Weir.Gateway.Leases;

/// <summary>
/// Whether this replica is the one that does a job of which there must be one only: a slot that all want and that one can hold. Who is
/// paused or cut off is followed by another one after the end of its lease and the longest step.
/// </summary>
internal sealed class JobLeader : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LeaseSlice _slice;
    private bool _hasSlot;

    /// <summary>Applies for a job.</summary>
    /// <param name="leases">What this replica has leased.</param>
    /// <param name="job">The job's name.</param>
    /// <param name="longestStep">How long something of it can take that was begun as its leader.</param>
    public JobLeader(LeaseBook leases, string job, TimeSpan longestStep)
    {
        lock (_gate)
        {
            _slice = leases.Open(new LeaseKey("job", "", job, 0), LeaseTerms.Slots(longestStep), _gate, TakeSlot);
            _slice.Limit = 1;
            _slice.Ask(1);
        }
    }

    /// <summary>Whether a step of the job may begin now. To be asked before each.</summary>
    public bool IsLeader
    {
        get
        {
            lock (_gate)
            {
                if (!_hasSlot || !_slice.IsInForce) return false;
                if (_slice.Size >= 1) return true;
                // It has expired, and may be another one's by now.
                _slice.Give(1);
                _hasSlot = false;
                _slice.Ask(1);
                return false;
            }
        }
    }

    /// <summary>Lets another one do it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_hasSlot) _slice.Give(1);
            _hasSlot = false;
            _slice.Close();
        }
    }

    private void TakeSlot()
    {
        if (_hasSlot || _slice.Free < 1) return;
        _hasSlot = true;
        _slice.Take(1);
        _slice.StopAsking();
    }
}
