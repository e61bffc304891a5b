namespace Weir.Gateway.Calls;

/// <summary>One step of the call path. A stage is shared by all calls and keeps nothing of any.</summary>
internal interface ICallStage
{
    /// <summary>Does this step's share of a call.</summary>
    /// <returns>True to go on with the next stage; false when the call failed (<see cref="Call.Fail"/>), or has its whole answer already, and goes straight to settlement.</returns>
    ValueTask<bool> RunAsync(Call call);
}
