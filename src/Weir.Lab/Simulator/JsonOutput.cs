using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Lab.Simulator;

/// <summary>How the simulator writes JSON: compact, text as UTF-8 and not as escapes, for no browser reads it as markup.</summary>
internal static class JsonOutput
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
