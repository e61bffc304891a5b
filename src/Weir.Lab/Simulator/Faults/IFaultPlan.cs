namespace Weir.Lab.Simulator.Faults;

/// <summary>Decides what goes wrong with each request: a drill's script. Called once per request, by several threads at once.</summary>
internal interface IFaultPlan
{
    /// <summary>The fault of a request that has arrived; null for none.</summary>
    /// <param name="request">The request; when the simulator is done with it, <see cref="RecordedRequest.Finished"/> says so.</param>
    /// <param name="model">The model that it asks for, null when nobody can tell.</param>
    Fault? Next(RecordedRequest request, string? model);
}
