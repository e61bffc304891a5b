using System.Text.Json;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Validation;

namespace Weir.Lab.Simulator.Responses;

/// <summary>OpenAI's sentences, as <see cref="Check"/> writes them: places as <c>input[0].content[1]</c>.</summary>
internal sealed class OpenAIWording : Wording
{
    public static OpenAIWording Instance { get; } = new();

    public override string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public override string Join(string path, int index) => $"{path}[{index}]";

    public override ApiError Unknown(string path, string name) => Check.Unknown(Join(path, name));

    public override ApiError Missing(string path) => Check.Missing(path);

    public override ApiError WrongType(string path, JsonElement value, string expected) =>
        Check.WrongType(value, path, expected is "object" or "array" or "integer" ? "an " + expected : "a " + expected);

    public override ApiError OutOfRange(string path, string value, double limit, bool above)
    {
        var kind = value.Contains('.', StringComparison.Ordinal) ? "decimal" : "integer";
        return ApiError.Invalid(
            $"Invalid '{path}': {kind} {(above ? "above maximum" : "below minimum")} value. Expected a value {(above ? "<=" : ">=")} {limit}, but got {value} instead.",
            path,
            $"{kind}_{(above ? "above_max" : "below_min")}_value");
    }

    public override ApiError NotOneOf(string path, string value, IReadOnlyList<string> allowed) => ApiError.Invalid(
        $"Invalid value: '{value}'. Supported values are: {string.Join(", ", allowed.Select(word => $"'{word}'"))}.", path, "invalid_value");

    public override ApiError Invalid(string path, string sentence) => ApiError.Invalid($"Invalid '{path}': {sentence}", path, "invalid_value");
}
