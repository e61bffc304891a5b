using Weir.Lab.Simulator;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Drills.SixteenFaults;

/// <summary>How far the script of one model has come.</summary>
internal sealed class FaultScriptState(FaultScript script)
{
    private readonly Lock _lock = new();
    private int _requests;
    private DateTimeOffset _first;

    /// <summary>The fault of the next request.</summary>
    public Fault? Next(RecordedRequest request)
    {
        lock (_lock)
        {
            if (_requests++ == 0) _first = request.At;
            return _requests <= script.Times && request.At - _first < script.Lasts ? script.Fault : null;
        }
    }
}
