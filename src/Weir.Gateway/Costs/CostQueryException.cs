namespace Weir.Gateway.Costs;

/// <summary>What was asked for makes no sense.</summary>
/// <param name="message">What is wrong, with the value.</param>
/// <param name="remedy">What to write instead: one sentence.</param>
internal sealed class CostQueryException(string message, string remedy) : Exception(message)
{
    public string Remedy { get; } = remedy;
}
