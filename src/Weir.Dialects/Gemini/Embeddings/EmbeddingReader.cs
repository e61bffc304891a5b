using System.Text.Json;
using Weir.Dialects.Embeddings;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini.Embeddings;

/// <summary>Reads a request for embeddings. What a text is for (<c>taskType</c>, <c>title</c>) no other dialect can be told.</summary>
internal sealed class EmbeddingReader(JsonCursor root)
{
    private const string Size = "outputDimensionality";

    private readonly EmbeddingRequest _read = new() { Reading = root.Reading };
    private JsonPath? _sizeAt;
    private bool _isUneven;

    /// <param name="isBatch">Whether the body has many requests; else it is one.</param>
    public EmbeddingRequest Read(bool isBatch)
    {
        if (!root.IsObject()) return _read;
        if (isBatch) ReadBatch();
        else ReadOne(root);
        // Some sizes could be honoured and others not: a part of the vectors would be of no use.
        if (_isUneven) _read.Reading.OmitContent(_sizeAt!, "the upstream makes all vectors of a call the same size; ask for each size in a call of its own");
        return _read;
    }

    private void ReadBatch()
    {
        root.OmitOthersThan("model", "requests");
        if (!root.TryRequire("requests", out var requests)) return;
        foreach (var request in requests.OneOrMany())
        {
            if (!_read.Continues(requests)) return;
            if (request.IsObject()) ReadOne(request);
        }
        if (_read.Texts.Count == 0) requests.Fail($"'{requests.Path}' must not be empty.", "invalid_value");
    }

    private void ReadOne(JsonCursor request)
    {
        request.OmitOthersThan("model", "content", Size, "embedContentConfig");
        var hasConfig = request.TryFind("embedContentConfig", out var config) && config.IsObject();
        if (hasConfig) config.OmitOthersThan(Size);
        ReadSize(request, hasConfig ? config : null);
        if (!request.TryRequire("content", out var content) || !content.IsObject()) return;
        content.OmitOthersThan("role", "parts");
        if (!content.TryRequire("parts", out var parts)) return;
        var pieces = new List<JsonElement>();
        var omissions = _read.Reading.Omissions.Count;
        foreach (var part in parts.OneOrMany())
            if (part.IsObject()) ReadPart(part, pieces);
        if (pieces.Count == 0 && _read.Reading.Omissions.Count == omissions) parts.Fail($"'{parts.Path}' must hold a text.", "invalid_value");
        _read.Texts.Add(new EmbeddingText(pieces));
    }

    private void ReadSize(JsonCursor request, JsonCursor? config)
    {
        var holder = config?.TryFind(Size, out _) == true ? config.Value : request;
        if (holder.Path != request.Path && request.TryFind(Size, out var other)) other.Fail($"'{other.Path}' is there twice, once in '{holder.Path}': leave one of them out.", "duplicate_parameter");
        var wanted = holder.Count(holder.Spelt(Size));
        var at = wanted is null ? null : holder.Path.Member(holder.Spelt(Size));
        if (_read.Texts.Count > 0 && wanted != _read.Dimensions)
        {
            _isUneven = true;
            _sizeAt = at ?? _sizeAt;
            return;
        }
        (_read.Dimensions, _sizeAt) = (wanted, at ?? _sizeAt);
    }

    private void ReadPart(JsonCursor part, List<JsonElement> pieces)
    {
        if (part.TryGet("text", out var text) && text.IsText()) pieces.Add(text.Element);
        foreach (var (name, other) in part.Members())
            if (name != "text") _read.Reading.OmitContent(other.Path, "the upstream embeds text alone");
    }
}
