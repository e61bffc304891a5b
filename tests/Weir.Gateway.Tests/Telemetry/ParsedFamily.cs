namespace Weir.Gateway.Tests.Telemetry;

/// <summary>A metric as a scraper understood it.</summary>
internal sealed record ParsedFamily(string Name, string Help, string Type)
{
    /// <summary>Values by sample name and labels, as written: <c>name{a="b"}</c>.</summary>
    public Dictionary<string, double> Samples { get; } = [];

    /// <summary>Names of all labels that any sample has.</summary>
    public HashSet<string> Labels { get; } = [];
}
