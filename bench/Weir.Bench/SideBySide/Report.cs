using System.Text;

namespace Weir.Bench.SideBySide;

/// <summary>The tables, and whether the limits are kept.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _limits = new();

    public void Line(string text) => _text.AppendLine(text);

    /// <summary>A table with a row for each contender.</summary>
    public void Table(string title, Rounds rounds, params (string Heading, Func<string, double> Value)[] columns)
    {
        Line($"\n## {title}\n");
        Line($"| proxy | {string.Join(" | ", columns.Select(static column => column.Heading))} |");
        Line($"|---|{string.Concat(columns.Select(static _ => "---:|"))}");
        foreach (var name in rounds.Names) Line($"| {name} | {string.Join(" | ", columns.Select(column => Show(column.Value(name))))} |");
    }

    /// <summary>A figure of Weir's that must not be larger than a limit.</summary>
    public void Limit(string what, double value, double limit, string unit)
    {
        var verdict = double.IsNaN(value) ? "not measured" : value <= limit ? "kept" : "**exceeded**";
        _limits.AppendLine($"| {what} | {Show(value)}{unit} | {Show(limit)}{unit} | {verdict} |");
    }

    public override string ToString() => _limits.Length == 0
        ? _text.ToString()
        : $"{_text}\n## Limits\n\n| what | measured | limit | |\n|---|---:|---:|---|\n{_limits}";

    private static string Show(double value) => value switch
    {
        double.NaN => "–",
        >= 1000 => value.ToString("#,0"),
        >= 100 => value.ToString("0"),
        >= 10 => value.ToString("0.0"),
        0 => "0",
        _ => value.ToString("0.00"),
    };
}
