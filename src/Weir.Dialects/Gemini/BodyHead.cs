using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Gemini;

/// <summary>
/// What Weir has to know of a body whose address names the model: where it names the model again, which several methods demand,
/// and how many candidates it asks for. Nothing is allocated for bodies that name no model.
/// </summary>
/// <param name="model">The model in the address.</param>
internal struct BodyHead(string model)
{
    private const string Collection = "models/";

    private List<ByteRange>? _names;
    private string? _resource;

    /// <summary>Where the model is named again, quotes included, in the order of the bytes.</summary>
    public readonly IReadOnlyList<ByteRange> Names => _names is null ? [] : _names;

    /// <summary>How many candidates are asked for.</summary>
    public int Candidates { get; private set; } = 1;

    /// <summary>Why the body cannot be accepted, without its position, or null.</summary>
    public RequestFault? Fault { get; private set; }

    /// <summary>Where in the body the fault is.</summary>
    public long FaultOffset { get; private set; }

    /// <summary>The model as a resource of the API. Tuned models are a collection of their own, whose name is a part of theirs.</summary>
    public static string ResourceOf(string model) => model.StartsWith("tunedModels/", StringComparison.Ordinal) ? model : Collection + model;

    /// <summary>Reads a member of the body; the reader stands on its name, and afterwards on the end of its value.</summary>
    public void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("model"u8)) ReadName(ref reader, "model");
        else if (reader.ValueTextEquals("requests"u8)) ReadRequests(ref reader);
        else if (reader.ValueTextEquals("generateContentRequest"u8)) ReadRequest(ref reader, "generateContentRequest");
        else if (reader.ValueTextEquals("generate_content_request"u8)) ReadRequest(ref reader, "generate_content_request");
        else if (reader.ValueTextEquals("generationConfig"u8) || reader.ValueTextEquals("generation_config"u8)) ReadConfig(ref reader);
        else reader.SkipValue();
    }

    private void ReadRequests(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject) ReadMembers(ref reader, "requests", index: -1);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType == JsonTokenType.StartObject) ReadMembers(ref reader, "requests", index);
            else reader.Skip();
        }
    }

    private void ReadRequest(ref Utf8JsonReader reader, string path)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject) ReadMembers(ref reader, path, index: -1);
        else reader.Skip();
    }

    private void ReadMembers(ref Utf8JsonReader reader, string path, int index)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("model"u8)) ReadName(ref reader, path, index);
            else reader.SkipValue();
        }
    }

    /// <param name="reader">Stands on the member's name.</param>
    /// <param name="path">The member, or where the object stands whose member it is.</param>
    /// <param name="index">Which of a list's objects; -1 where there is no list.</param>
    private void ReadName(ref Utf8JsonReader reader, string path, int index = -1)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.String)
        {
            Fail(reader.TokenStartIndex, PathOf(path, index), "must be a string.", "invalid_type");
            reader.Skip();
            return;
        }
        // An upstream that goes by the body would answer as another model than the one that was checked and billed.
        if (!reader.ValueTextEquals(_resource ??= Collection + model) && !reader.ValueTextEquals(model))
            Fail(reader.TokenStartIndex, PathOf(path, index), $"names '{Shown(reader.GetString()!)}', and the address '{_resource}'. Name the same model in both.", "invalid_value");
        (_names ??= []).Add(new ByteRange((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex)));
    }

    private void ReadConfig(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCount = reader.ValueTextEquals("candidateCount"u8) || reader.ValueTextEquals("candidate_count"u8);
            reader.Read();
            // Whether the number is a good one is the upstream's business.
            if (isCount && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count)) Candidates = count;
            else reader.Skip();
        }
    }

    private void Fail(long offset, string path, string problem, string code)
    {
        if (Fault is not null) return;
        Fault = new RequestFault($"'{path}' {problem}", code, path, null);
        FaultOffset = offset;
    }

    private static string PathOf(string path, int index) => index >= 0 ? $"{path}[{index}].model" : path == "model" ? path : path + ".model";

    private static string Shown(string name) => name.Length <= 128 ? name : name[..128] + "…";
}
