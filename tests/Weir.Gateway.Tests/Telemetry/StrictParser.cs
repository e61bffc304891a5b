using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Gateway.Tests.Telemetry;

/// <summary>
/// Parses the Prometheus text format 0.0.4 and refuses whatever Prometheus would refuse or misread: samples without HELP and
/// TYPE, metrics or series that appear twice, bad escapes, histograms that do not add up.
/// </summary>
internal static partial class StrictParser
{
    public static Dictionary<string, ParsedFamily> Parse(string text)
    {
        text.ShouldEndWith("\n");
        var families = new Dictionary<string, ParsedFamily>();
        var lines = text[..^1].Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            var family = ParseHeader(lines[i], lines[i + 1]);
            families.TryAdd(family.Name, family).ShouldBeTrue($"{family.Name} appears twice");
            for (i += 2; i < lines.Length && !lines[i].StartsWith('#'); i++) ParseSample(family, lines[i]);
            if (family.Type == "histogram") CheckHistogram(family);
        }

        return families;
    }

    private static ParsedFamily ParseHeader(string helpLine, string typeLine)
    {
        var help = Help().Match(helpLine);
        help.Success.ShouldBeTrue(helpLine);
        var type = Type().Match(typeLine);
        type.Success.ShouldBeTrue(typeLine);
        type.Groups["name"].Value.ShouldBe(help.Groups["name"].Value);
        return new ParsedFamily(help.Groups["name"].Value, help.Groups["text"].Value, type.Groups["type"].Value);
    }

    private static void ParseSample(ParsedFamily family, string line)
    {
        var match = Sample().Match(line);
        match.Success.ShouldBeTrue($"no sample: {line}");
        var name = match.Groups["name"].Value;
        string[] expected = family.Type == "histogram"
            ? [family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"]
            : [family.Name];
        expected.ShouldContain(name);
        if (family.Type == "counter") name.ShouldEndWith("_total");

        var labels = match.Groups["label"].Captures.Select(capture => capture.Value).ToArray();
        labels.Distinct().Count().ShouldBe(labels.Length, line);
        family.Labels.UnionWith(labels);
        family.Samples.TryAdd(name + match.Groups["labels"].Value, Number(match.Groups["value"].Value)).ShouldBeTrue($"twice: {line}");
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static void CheckHistogram(ParsedFamily family)
    {
        var buckets = family.Samples.Where(sample => sample.Key.StartsWith(family.Name + "_bucket"));
        foreach (var series in buckets.GroupBy(sample => LastLabel().Replace(sample.Key, "")))
        {
            var counts = series.Select(sample => sample.Value).ToArray();
            counts.SequenceEqual(counts.Order()).ShouldBeTrue($"{series.Key} is not cumulative");
            series.Last().Key.ShouldContain("le=\"+Inf\"");
            var labels = series.Key[(family.Name + "_bucket").Length..];
            family.Samples[family.Name + "_count" + labels].ShouldBe(counts[^1]);
            family.Samples.ShouldContainKey(family.Name + "_sum" + labels);
        }
    }

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>(?:[^\\]|\\\\|\\n)*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>counter|gauge|histogram)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Type();

    [GeneratedRegex("""
        ^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]|\\\\|\\"|\\n)*"(,(?!\})|(?=\})))+\})? (?<value>\S+)$
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();

    [GeneratedRegex(""",le="[^"]*"(?=\}$)|\{le="[^"]*"\}$""", RegexOptions.ExplicitCapture)]
    private static partial Regex LastLabel();
}
