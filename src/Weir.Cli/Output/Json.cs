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

    /// <summary>Prints a page without ever having all of it in memory: what is enumerated in it is printed as it comes.</summary>
    public static void WritePage(object value)
    {
        using var output = new Utf8Output(Console.Out);
        JsonSerializer.Serialize(output, value, Indented);
        Console.Out.WriteLine();
    }
}
