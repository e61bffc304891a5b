using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>
/// Reads <c>reasoning_details</c>, OpenRouter's shape for thoughts that have to be given back. Clients that put a stream together
/// may give back its fragments one by one: those of one thought are joined, since a signature holds for the whole of it.
/// </summary>
internal sealed class ThoughtReader(List<Part> parts)
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private JsonElement? _signature;
    private JsonElement? _id;
    private int? _index;
    private JsonPath? _path;

    public void Read(JsonCursor details)
    {
        foreach (var detail in details.Items())
            if (detail.IsObject() && detail.TryRequire("type", out var type) && type.Text() is { } word) ReadDetail(detail, word);
        Close();
    }

    private void ReadDetail(JsonCursor detail, string type)
    {
        switch (type)
        {
            case "reasoning.text" or "reasoning.summary":
                detail.OmitOthers("type", "text", "summary", "signature", "id", "index", "format");
                Join(detail, type == "reasoning.text" ? "text" : "summary");
                break;
            case "reasoning.encrypted":
                detail.OmitOthers("type", "data", "id", "index", "format");
                Close();
                if (detail.TryRequire("data", out var data) && data.IsText())
                    parts.Add(new ReasoningPart(null, data.Element, detail.Path) { IsRedacted = true, Id = detail.RawText("id") });
                break;
            default:
                detail.Reading.Omit(detail.Path, "thoughts of this kind are not known");
                break;
        }
    }

    private void Join(JsonCursor detail, string member)
    {
        var index = detail.Count("index", minimum: 0);
        if (_signature is not null || (_path is not null && index != _index)) Close();
        _path ??= detail.Path;
        _index = index;
        if (detail.RawText(member) is { } text) _text.Write(RawJson.Inside(text));
        if (detail.RawText("signature") is { } signature && !RawJson.Inside(signature).IsEmpty) _signature = signature;
        _id ??= detail.RawText("id");
    }

    private void Close()
    {
        if (_path is not null && (_text.WrittenCount > 0 || _signature is not null))
            parts.Add(new ReasoningPart(_text.WrittenCount > 0 ? Quoted(_text.WrittenSpan) : null, _signature, _path) { Id = _id });
        _text.Clear();
        (_signature, _id, _index, _path) = (null, null, null, null);
    }

    private static JsonElement Quoted(ReadOnlySpan<byte> inside)
    {
        using var document = JsonDocument.Parse(new ReadOnlyMemory<byte>([(byte)'"', .. inside, (byte)'"']));
        return document.RootElement.Clone();
    }
}
