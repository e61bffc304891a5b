namespace Weir.Bench.SideBySide;

/// <summary>A proxy to measure, or no proxy.</summary>
/// <param name="Name">In the tables.</param>
/// <param name="Key">What clients present, or null.</param>
/// <param name="Command">From a directory of its own and a port, the command that starts it; null for no proxy.</param>
internal sealed record Contender(string Name, string? Key, Func<string, int, string[]>? Command)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
