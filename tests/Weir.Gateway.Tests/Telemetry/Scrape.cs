using System.IO.Pipelines;
using System.Text;
using Weir.Gateway.Telemetry.Prometheus;

namespace Weir.Gateway.Tests.Telemetry;

/// <summary>What a scraper gets.</summary>
internal static class Scrape
{
    /// <summary>The whole text.</summary>
    public static async Task<string> TextAsync(PrometheusExposition exposition)
    {
        using var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await exposition.WriteAsync(pipe, CancellationToken.None);
        await pipe.CompleteAsync();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The text without what the .NET runtime reports.</summary>
    public static async Task<string> OwnTextAsync(PrometheusExposition exposition)
    {
        var lines = (await TextAsync(exposition)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(lines.Where(line => !line.TrimStart("# HELPTY".ToCharArray()).StartsWith("dotnet_")).Select(line => line + "\n"));
    }

    /// <summary>The metrics, after a strict parser had nothing to object to.</summary>
    public static async Task<Dictionary<string, ParsedFamily>> ParsedAsync(PrometheusExposition exposition) =>
        StrictParser.Parse(await TextAsync(exposition));
}
