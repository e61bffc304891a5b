namespace Weir.Gateway.Configuration.Validation;

/// <summary>A deployment's limits are in order: min, initial, max.</summary>
internal sealed class ConcurrencyValidator : IConfigValidator
{
    private const int Highest = 1_000_000;
    private const int LongestQueue = 100_000;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var deployment in config.Deployments.Values)
        {
            var own = deployment.Concurrency;
            // Those that are not written follow from max, or from a limit that another validator checks.
            if (own.Has("max") && own.Max is < 1 or > Highest) errors.Add(own, "max", $"{own.Max} is out of range.", "Write 1 to 1000000.");
            else if (own.Has("min") && (own.Min < 1 || own.Min > own.Max)) errors.Add(own, "min", $"{own.Min} is out of range.", $"Write 1 to {own.Max} (max).");
            else if (own.Has("initial") && (own.Initial < own.Min || own.Initial > own.Max))
                errors.Add(own, "initial", $"{own.Initial} is out of range.", $"Write {own.Min} to {own.Max} (min and max).");
            if (own.Queue is < 0 or > LongestQueue)
                errors.Add(own, "queue", $"{own.Queue} is out of range.", "Write 0 to 100000.");
        }
    }
}
