namespace Weir.Gateway.Tests.Anomalies.Loops;

/// <summary>A test that needs recorded runs of agents, and says so where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AgentRunsFactAttribute : FactAttribute
{
    public AgentRunsFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("WEIR_AGENT_RUNS") is not { Length: > 0 } folder || !File.Exists(Path.Combine(folder, "tau_airline.jsonl")))
            Skip = "WEIR_AGENT_RUNS names no folder with tau_airline.jsonl of sierra-research/tau-bench";
    }
}
