using System.Text.Json;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Google's sentences: places as <c>contents[0].parts[1]</c>.</summary>
internal sealed class GeminiWording : Wording
{
    public static GeminiWording Instance { get; } = new();

    public override string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public override string Join(string path, int index) => $"{path}[{index}]";

    public override ApiError Unknown(string path, string name) => ApiError.Invalid(
        $"Invalid JSON payload received. Unknown name \"{name}\"{(path.Length == 0 ? "" : $" at '{path}'")}: Cannot find field.", path, null);

    public override ApiError Missing(string path) => ApiError.Invalid($"* GenerateContentRequest.{path}: {Last(path)} is not specified\n", path, null);

    public override ApiError WrongType(string path, JsonElement value, string expected) => ApiError.Invalid(
        $"Invalid value at '{path}' ({expected switch
        {
            "string" => "TYPE_STRING",
            "integer" => "TYPE_INT32",
            "number" => "TYPE_FLOAT",
            "boolean" => "TYPE_BOOL",
            _ => expected,
        }}), {value.GetRawText()}",
        path,
        null);

    public override ApiError OutOfRange(string path, string value, double limit, bool above) => ApiError.Invalid(
        $"Unable to submit request because it has a {Last(path)} value of {value} but the {(above ? "largest" : "smallest")} supported value is {limit}.", path, null);

    public override ApiError NotOneOf(string path, string value, IReadOnlyList<string> allowed) => ApiError.Invalid(
        $"Invalid value at '{path}' (one of {string.Join(", ", allowed)}), \"{value}\"", path, null);

    public override ApiError Invalid(string path, string sentence) => ApiError.Invalid($"* GenerateContentRequest.{path}: {sentence}\n", path, null);

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];
}
