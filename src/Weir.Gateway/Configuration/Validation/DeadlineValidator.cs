using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Deadlines leave time for an answer, and end.</summary>
internal sealed class DeadlineValidator : IConfigValidator
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>What to do about one that is not allowed.</summary>
    public static string Remedy => $"Write {Quantity.Show(Shortest)} to {Quantity.Show(Longest)}.";

    /// <summary>Whether a call may be given this time.</summary>
    public static bool Allows(TimeSpan deadline) => deadline >= Shortest && deadline <= Longest;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        Check(config.Limits, config.Limits.Deadline, errors);
        foreach (var model in config.Models.Values) Check(model, model.Deadline, errors);
        foreach (var key in config.Keys.Values) Check(key, key.Deadline, errors);
    }

    private static void Check(ConfigSection section, TimeSpan? deadline, ConfigErrors errors)
    {
        if (deadline is { } given && !Allows(given)) errors.Add(section, "deadline", $"{Quantity.Show(given)} is out of range.", Remedy);
    }
}
