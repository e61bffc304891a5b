using Xunit;

namespace Weir.Testing.Contract;

/// <summary>A test that judges by OpenAI's contract; skipped, with the reason, where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContractFactAttribute : FactAttribute
{
    public ContractFactAttribute() => Skip = SharedData.WhyNot(SharedData.Contract);
}
