using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>What counts as unusual is more than nothing, and what is done about it ends.</summary>
internal sealed class AnomaliesValidator : IConfigValidator
{
    private const decimal LeastFloor = 0.01m;
    private const int MostSubjects = 100_000;
    private const int MostCalls = 10_000;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        var anomalies = config.Anomalies;
        if (anomalies.Floor < LeastFloor) Wrong(anomalies, "floor", Quantity.Show(anomalies.Floor), "Write 0.01 or more.");
        if (anomalies.NewFloor < anomalies.Floor) errors.Add(anomalies, "new_floor", $"{Quantity.Show(anomalies.NewFloor)} is below floor.", $"Write {Quantity.Show(anomalies.Floor)} or more.");
        if (anomalies.Subjects is < 10 or > MostSubjects) Wrong(anomalies, "subjects", $"{anomalies.Subjects}", "Write 10 to 100000.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(anomalies.TimeZone, out _))
            errors.Add(anomalies, "time_zone", $"\"{Shown.Short(anomalies.TimeZone)}\" is no time zone that this system knows.", "Write one such as Europe/Berlin or UTC.");
        Hold(anomalies, anomalies.For, TimeSpan.FromDays(7), "1m to 7d", anomalies.CallsPerMinute);
        var loops = anomalies.Loops;
        if (loops.Calls is < 3 or > Weir.Gateway.Anomalies.Loops.LoopState.Kept) Wrong(loops, "calls", $"{loops.Calls}", "Write 3 to 32.");
        Hold(loops, loops.For, TimeSpan.FromDays(1), "1m to 1d", loops.CallsPerMinute);

        void Hold(ConfigSection section, TimeSpan lasts, TimeSpan most, string range, int calls)
        {
            if (lasts < TimeSpan.FromMinutes(1) || lasts > most) Wrong(section, "for", Quantity.Show(lasts), $"Write {range}.");
            if (calls is < 1 or > MostCalls) Wrong(section, "calls_per_minute", $"{calls}", "Write 1 to 10000.");
        }

        void Wrong(ConfigSection section, string key, string value, string remedy) => errors.Add(section, key, $"{value} is out of range.", remedy);
    }
}
