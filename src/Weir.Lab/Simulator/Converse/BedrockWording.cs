using System.Text.Json;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Converse;

/// <summary>Bedrock's sentences: places as <c>messages.1.member.content.2.member.text</c>, counted from one.</summary>
internal sealed class BedrockWording : Wording
{
    public static BedrockWording Instance { get; } = new();

    public override string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public override string Join(string path, int index) => $"{path}.{index + 1}.member";

    public override ApiError Unknown(string path, string name) => ApiError.Invalid(
        $"The model returned the following errors: {Join(path, name)}: extraneous key [{name}] is not permitted", path, null);

    public override ApiError Missing(string path) => Constraint("null", path, "Member must not be null");

    public override ApiError WrongType(string path, JsonElement value, string expected) =>
        new(400, $"Unexpected field type at '{path}': expected {expected}", "SerializationException", path, "SerializationException");

    public override ApiError OutOfRange(string path, string value, double limit, bool above) =>
        Constraint($"'{value}'", path, $"Member must have value {(above ? "less" : "greater")} than or equal to {limit}");

    public override ApiError NotOneOf(string path, string value, IReadOnlyList<string> allowed) =>
        Constraint($"'{value}'", path, $"Member must satisfy enum value set: [{string.Join(", ", allowed)}]");

    public override ApiError Invalid(string path, string sentence) => ApiError.Invalid($"{path}: {sentence}", path, null);

    private static ApiError Constraint(string value, string path, string rule) =>
        ApiError.Invalid($"1 validation error detected: Value {value} at '{path}' failed to satisfy constraint: {rule}", path, null);
}
