using System.Diagnostics.Metrics;
using System.Text;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>Names as the OpenTelemetry specification translates them for Prometheus.</summary>
internal static class PrometheusName
{
    /// <summary>The metric's name: underscores, then the unit, then <c>_total</c> on counters; none of them twice.</summary>
    public static string OfMetric(string name, string? unit, string type)
    {
        var result = Sanitize(name);
        var suffix = type == "gauge" && unit == "1" ? "ratio" : UnitName(unit);
        if (type == "counter") result = TrimSuffix(result, "total");
        if (suffix.Length > 0) result = $"{TrimSuffix(result, suffix)}_{suffix}";
        return type == "counter" ? result + "_total" : result;
    }

    /// <summary>The label's name: letters, digits and underscores, no digit in front.</summary>
    public static string OfLabel(string name) => Sanitize(name);

    /// <summary>Prometheus' type of an instrument: what cannot go down is a counter.</summary>
    public static string TypeOf(Instrument instrument)
    {
        var kind = instrument.GetType();
        var definition = kind.IsGenericType ? kind.GetGenericTypeDefinition() : null;
        if (definition == typeof(Histogram<>)) return "histogram";
        return definition == typeof(Counter<>) || definition == typeof(ObservableCounter<>) ? "counter" : "gauge";
    }

    private static string UnitName(string? unit) => unit switch
    {
        null or "" or "1" => "",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "%" => "percent",
        _ when unit.StartsWith('{') => "",
        _ => Sanitize(unit),
    };

    private static string TrimSuffix(string name, string suffix) =>
        name.EndsWith("_" + suffix, StringComparison.Ordinal) ? name[..^(suffix.Length + 1)] : name;

    private static string Sanitize(string name)
    {
        var result = new StringBuilder(name.Length);
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) result.Append('_');
        foreach (var c in name) result.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        return result.ToString();
    }
}
