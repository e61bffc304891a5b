using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Cli.Output;

/// <summary>What <c>--json</c> prints. Control characters are escaped, so that no value can write to the terminal.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(OneLine) { WriteIndented = true };

    public static string Line(object value) => JsonSerializer.Serialize(value, OneLine);

    public static string Page(object value) => JsonSerializer.Serialize(value, Indented);
}
