using Xunit;

namespace Weir.Testing.Contract;

/// <summary>A table of tests that judge by OpenAI's contract; skipped, with the reason, where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContractTheoryAttribute : TheoryAttribute
{
    public ContractTheoryAttribute() => Skip = SharedData.WhyNot(SharedData.Contract);
}
