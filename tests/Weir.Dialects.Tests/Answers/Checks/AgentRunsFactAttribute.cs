using Weir.Testing.Contract;

namespace Weir.Dialects.Tests.Answers.Checks;

/// <summary>A test that judges by real conversations of an agent; skipped, with the reason, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AgentRunsFactAttribute : FactAttribute
{
    /// <summary>Runs of tau-bench's airline domain (github.com/sierra-research/tau-bench, MIT).</summary>
    public const string Runs = "agents/dev/tau_airline.jsonl";

    public AgentRunsFactAttribute() => Skip = SharedData.WhyNot(Runs);
}
