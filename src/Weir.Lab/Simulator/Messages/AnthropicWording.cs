using System.Globalization;
using System.Text.Json;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Messages;

/// <summary>Anthropic's sentences: places as <c>messages.0.content.1</c>.</summary>
internal sealed class AnthropicWording : Wording
{
    public static AnthropicWording Instance { get; } = new();

    public override string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public override string Join(string path, int index) => $"{path}.{index}";

    public override ApiError Unknown(string path, string name) => At(Join(path, name), "Extra inputs are not permitted");

    public override ApiError Missing(string path) => At(path, "Field required");

    public override ApiError WrongType(string path, JsonElement value, string expected) => At(path, expected switch
    {
        "array" => "Input should be a valid list",
        "object" => "Input should be a valid dictionary",
        _ => $"Input should be a valid {expected}",
    });

    public override ApiError OutOfRange(string path, string value, double limit, bool above) => At(
        path, string.Create(CultureInfo.InvariantCulture, $"Input should be {(above ? "less" : "greater")} than or equal to {limit}"));

    public override ApiError NotOneOf(string path, string value, IReadOnlyList<string> allowed) => At(
        path, allowed.Count == 1 ? $"Input should be '{allowed[0]}'" : $"Input should be {string.Join(", ", allowed.SkipLast(1).Select(Quote))} or {Quote(allowed[^1])}");

    public override ApiError Invalid(string path, string sentence) => At(path, sentence);

    private static string Quote(string word) => $"'{word}'";

    private static ApiError At(string path, string sentence) =>
        ApiError.Invalid(path.Length == 0 ? sentence : $"{path}: {sentence}", path, null);
}
