using System.Text.RegularExpressions;
using Weir.Gateway.Configuration.Output;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Telemetry.Prometheus;
using Weir.Lab.Simulator;
using Weir.Lab.Simulator.Faults;

namespace Weir.Cli.Tests.Docs;

/// <summary>Reference pages list what the code has, no more and no less.</summary>
public sealed partial class ReferenceTests
{
    [Fact]
    public void The_configuration_reference_is_the_generated_one()
    {
        var page = Pages.Read("docs/reference/configuration.md");

        // Two lines above say how it is made.
        page[page.IndexOf("# ", StringComparison.Ordinal)..].ShouldBe(ConfigReference.Write(), "Regenerate it: its first line says how.");
    }

    [Theory]
    [InlineData("src/Weir.Gateway/Calls/CallErrors.cs")]
    [InlineData("src/Weir.Gateway/Upstream/UpstreamErrors.cs")]
    [InlineData("src/Weir.Dialects/OpenAI/RequestHeadReader.cs")]
    public void Every_error_code_is_explained(string source)
    {
        var page = Pages.Read("docs/reference/errors.md");
        var codes = Code().Matches(Pages.Read(source)).Select(match => match.Groups["code"].Value).Distinct(StringComparer.Ordinal);

        codes.Where(code => !page.Contains($"`{code}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_metric_is_listed_with_its_labels()
    {
        var page = Pages.Read("docs/reference/metrics.md");

        MetricTable.All.Where(row => !IsListed(row, page)).Select(row => row.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Every_fault_and_profile_of_the_simulator_is_listed()
    {
        var page = Pages.Read("docs/guides/simulator.md");

        FaultCatalogue.All.Where(fault => !page.Contains($"| {Form(fault)} | ", StringComparison.Ordinal)).Select(fault => fault.Name).ShouldBeEmpty();
        ModelProfiles.All.Where(profile => !page.Contains($"| `{profile.Name}`", StringComparison.Ordinal)).Select(profile => profile.Name).ShouldBeEmpty();
    }

    private static bool IsListed(MetricDefinition row, string page)
    {
        var type = row.Kind.ToString().ToLowerInvariant();
        var name = PrometheusName.OfMetric(row.Name, row.Unit, type);
        var line = page.Split('\n').FirstOrDefault(line => line.StartsWith($"| `{name}` | {type} |", StringComparison.Ordinal));
        return line is not null && row.Labels.All(label => line.Contains($"`{PrometheusName.OfLabel(label)}`", StringComparison.Ordinal));
    }

    private static string Form(FaultDescription fault)
    {
        var form = fault.Argument.Length == 0 ? fault.Name : $"{fault.Name}:{fault.Argument}";
        return $"`{form.Replace("|", "\\|", StringComparison.Ordinal)}`";
    }

    /// <summary>Words with underscores in quotes: types and codes of errors, and members of a body, which are none.</summary>
    [GeneratedRegex("\"(?<code>[a-z]+(?:_[a-z]+)+)\"(?!u8)")]
    private static partial Regex Code();
}
