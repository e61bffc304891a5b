using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Joins thoughts, which come back in the pieces in which a stream gave them: what was signed is all of them.</summary>
internal sealed class OpenThought
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private List<Part>? _into;

    /// <summary>Takes a piece; one with a signature is the last.</summary>
    public void Add(JsonElement text, JsonElement? signature, JsonPath path, List<Part> into)
    {
        if (!ReferenceEquals(_into, into))
        {
            Close();
            into.Add(new ReasoningPart(null, null, path));
            _into = into;
        }
        _text.Write(RawJson.Inside(text));
        if (signature is null) return;
        into[^1] = (ReasoningPart)into[^1] with { Signature = signature };
        Close();
    }

    /// <summary>Ends the thoughts, if there are any; to be called before anything is added behind them.</summary>
    public void Close()
    {
        if (_into is { } parts && _text.WrittenCount > 0) parts[^1] = (ReasoningPart)parts[^1] with { Text = MadeJson.Quoted(_text.WrittenSpan) };
        _into = null;
        _text.ResetWrittenCount();
    }
}
