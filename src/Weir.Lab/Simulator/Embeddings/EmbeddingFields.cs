using System.Globalization;
using System.Text.Json;
using Weir.Lab.Simulator.Text;
using Weir.Lab.Simulator.Validation;

namespace Weir.Lab.Simulator.Embeddings;

/// <summary>Validates and reads an embeddings request.</summary>
internal static class EmbeddingFields
{
    private const int MostInputs = 2048;
    private const int MostTokens = 8192;

    public static ApiError? Validate(JsonElement root)
    {
        if (Check.Given(root, "model") is not { } model)
            return ApiError.Invalid("you must provide a model parameter", "model", "missing_required_parameter");
        if (Check.Given(root, "input") is not { } input)
            return Check.Missing("input");
        foreach (var property in root.EnumerateObject())
        {
            var known = property.Name is "model" or "input" or "encoding_format" or "dimensions" or "user";
            if (!known && !property.Name.StartsWith(ChatFields.EchoPrefix, StringComparison.Ordinal))
                return ApiError.Invalid($"Unrecognized request argument supplied: {property.Name}", property.Name, "unknown_parameter");
        }

        return Check.Text(model, "model")
            ?? Optional(root, "encoding_format", (value, path) => Check.OneOf(value, path, "float", "base64"))
            ?? Optional(root, "dimensions", (value, path) => Check.Integer(value, path, 1, 3072))
            ?? Optional(root, "user", (value, path) => Check.Text(value, path))
            ?? Inputs(input);
    }

    /// <summary>Reads an input that <see cref="Validate"/> has accepted.</summary>
    public static IReadOnlyList<EmbeddingInput> ReadInputs(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
            return [FromText(input.GetString()!)];
        return input[0].ValueKind switch
        {
            JsonValueKind.Number => [FromTokens(input)],
            JsonValueKind.String => [.. input.EnumerateArray().Select(text => FromText(text.GetString()!))],
            _ => [.. input.EnumerateArray().Select(FromTokens)],
        };
    }

    private static ApiError? Optional(JsonElement root, string name, Func<JsonElement, string, ApiError?> check) =>
        Check.Given(root, name) is { } value ? check(value, name) : null;

    private static ApiError? Inputs(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
            return Single(input, "input");
        if (input.ValueKind != JsonValueKind.Array)
            return Check.WrongType(input, "input", "a string, an array of strings, or arrays of token ids");
        var count = input.GetArrayLength();
        if (count == 0)
            return ApiError.Invalid("Invalid 'input': input cannot be an empty array.", "input", "empty_array");
        if (input[0].ValueKind == JsonValueKind.Number)
            return TokenIds(input, "input");
        if (count > MostInputs)
        {
            return ApiError.Invalid(
                $"Invalid 'input': array too long. Expected an array with maximum length {MostInputs}, but got an array with length {count} instead.",
                "input",
                "array_above_max_length");
        }

        var kind = input[0].ValueKind;
        var index = 0;
        foreach (var item in input.EnumerateArray())
        {
            var path = $"input[{index++}]";
            var error = kind == JsonValueKind.String ? Single(item, path) : TokenIds(item, path);
            if (error is not null)
                return error;
        }

        return null;
    }

    private static ApiError? Single(JsonElement text, string path)
    {
        if (Check.Text(text, path) is { } error)
            return error;
        var value = text.GetString()!;
        if (value.Length == 0)
            return ApiError.Invalid($"Invalid '{path}': input cannot be an empty string.", path, "empty_string");
        return Limit(PseudoTokens.Count(value), path);
    }

    private static ApiError? TokenIds(JsonElement list, string path)
    {
        if (Check.Array(list, path) is { } error)
            return error;
        if (list.GetArrayLength() == 0)
            return ApiError.Invalid($"Invalid '{path}': input cannot be an empty array.", path, "empty_array");
        var index = 0;
        foreach (var token in list.EnumerateArray())
        {
            if (Check.Integer(token, $"{path}[{index++}]", 0, int.MaxValue) is { } wrong)
                return wrong;
        }

        return Limit(index, path);
    }

    private static ApiError? Limit(int tokens, string path) =>
        tokens <= MostTokens
            ? null
            : ApiError.Invalid(
                $"This model's maximum context length is {MostTokens} tokens, however you requested {tokens} tokens. Please reduce your prompt.",
                path,
                "context_length_exceeded");

    private static EmbeddingInput FromText(string text)
    {
        var tokens = PseudoTokens.Split(text);
        return new EmbeddingInput([.. tokens.Select(token => token.Trim().ToLowerInvariant())], tokens.Count);
    }

    private static EmbeddingInput FromTokens(JsonElement list)
    {
        var words = list.EnumerateArray().Select(token => token.GetInt64().ToString(CultureInfo.InvariantCulture)).ToList();
        return new EmbeddingInput(words, words.Count);
    }
}
