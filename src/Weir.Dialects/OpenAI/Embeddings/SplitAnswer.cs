using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Embeddings;

/// <summary>An answer with the vectors of several texts, from which the answer for each one can be cut. Every byte that is not about the other texts stays as it came.</summary>
public sealed class SplitAnswer
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly ByteRange[] _items;
    private readonly ByteRange[] _indices;
    private ByteRange _list;
    private ByteRange _usage;

    private SplitAnswer(ReadOnlyMemory<byte> body, int texts) => (_body, _items, _indices) = (body, new ByteRange[texts], new ByteRange[texts]);

    /// <summary>Reads an answer.</summary>
    /// <param name="body">What the provider sent; has to stay as it is while <paramref name="answer"/> is in use.</param>
    /// <param name="texts">How many vectors were asked for.</param>
    /// <param name="answer">The answer, or null.</param>
    /// <returns>False when it is no answer of OpenAI's, or has not one vector for every text.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, int texts, [NotNullWhen(true)] out SplitAnswer? answer)
    {
        var read = new SplitAnswer(body, texts);
        try
        {
            answer = read.TryReadMembers() ? read : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names with an escaped half of a surrogate pair.
            answer = null;
        }
        return answer is not null;
    }

    /// <summary>The answer for one text alone.</summary>
    /// <param name="text">Which, from 0.</param>
    /// <param name="tokens">What its usage says, where the answer has a usage.</param>
    public EditedBody Of(int text, long tokens)
    {
        var (item, index) = (_items[text], _indices[text]);
        List<ByteEdit> edits = [Cut(_list.Start, item.Start), Cut(item.End, _list.End)];
        if (!index.IsEmpty) edits.Insert(1, new ByteEdit(index, "0"u8.ToArray()));
        if (!_usage.IsEmpty)
            edits.Insert(_usage.Start < _list.Start ? 0 : edits.Count, new ByteEdit(_usage, Encoding.UTF8.GetBytes($$"""{"prompt_tokens":{{tokens}},"total_tokens":{{tokens}}}""")));
        return new EditedBody(_body, [.. edits]);
    }

    private static ByteEdit Cut(int start, int end) => new(new ByteRange(start, end - start), default);

    private bool TryReadMembers()
    {
        var reader = new Utf8JsonReader(_body.Span, EventJson.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals("data"u8);
            var isUsage = reader.ValueTextEquals("usage"u8);
            reader.Read();
            if (isList && !TryReadList(ref reader)) return false;
            if (isUsage && !TryTake(ref reader, ref _usage)) return false;
            reader.Skip();
        }
        return !reader.Read() && !_list.IsEmpty;
    }

    /// <summary>Reads the list that the reader stands on, and leaves the reader on its end.</summary>
    private bool TryReadList(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !_list.IsEmpty) return false;
        var start = (int)reader.BytesConsumed;
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            if (reader.TokenType != JsonTokenType.StartObject || !TryReadItem(ref reader, count)) return false;
        _list = new ByteRange(start, (int)reader.TokenStartIndex - start);
        return count == _items.Length;
    }

    private bool TryReadItem(ref Utf8JsonReader reader, int position)
    {
        var start = (int)reader.TokenStartIndex;
        var number = default(ByteRange);
        var hasVector = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIndex = reader.ValueTextEquals("index"u8);
            var isVector = reader.ValueTextEquals("embedding"u8);
            reader.Read();
            hasVector |= isVector && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.String;
            if (isIndex && (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out position) || !TryTake(ref reader, ref number))) return false;
            reader.Skip();
        }
        if (!hasVector || (uint)position >= (uint)_items.Length || !_items[position].IsEmpty) return false;
        (_items[position], _indices[position]) = (new ByteRange(start, (int)reader.BytesConsumed - start), number);
        return true;
    }

    /// <summary>Notes where the value stands that the reader is on, and leaves the reader on its end.</summary>
    /// <returns>False when it was there before.</returns>
    private static bool TryTake(ref Utf8JsonReader reader, ref ByteRange place)
    {
        if (!place.IsEmpty) return false;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        place = new ByteRange(start, (int)reader.BytesConsumed - start);
        return true;
    }
}
