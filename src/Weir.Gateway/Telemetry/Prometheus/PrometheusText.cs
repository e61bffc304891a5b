using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>The lexical rules of the text format 0.0.4.</summary>
internal static class PrometheusText
{
    /// <summary>Writes a number as the format wants it: <c>1</c>, <c>0.25</c>, <c>1E+16</c>, <c>+Inf</c>, <c>-Inf</c>, <c>NaN</c>.</summary>
    public static void WriteNumber(IBufferWriter<byte> to, double value)
    {
        if (double.IsPositiveInfinity(value)) to.Write("+Inf"u8);
        else if (double.IsNegativeInfinity(value)) to.Write("-Inf"u8);
        else if (double.IsNaN(value)) to.Write("NaN"u8);
        else if (Utf8Formatter.TryFormat(value, to.GetSpan(32), out var written)) to.Advance(written);
    }

    /// <summary>Writes the text of a HELP line.</summary>
    public static void WriteHelp(IBufferWriter<byte> to, string help) =>
        to.Write(Encoding.UTF8.GetBytes(help.Replace("\\", "\\\\").Replace("\n", "\\n")));

    /// <summary>The labels as they stand between the braces. An empty value is left out: to Prometheus it is an absent label.</summary>
    public static byte[] Labels(ReadOnlySpan<Tag> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            var shown = value?.ToString();
            if (string.IsNullOrEmpty(shown)) continue;
            if (text.Length > 0) text.Append(',');
            text.Append(PrometheusName.OfLabel(name)).Append("=\"");
            text.Append(shown.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
