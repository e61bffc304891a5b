using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Embeddings;

/// <summary>The <c>input</c> of a request for embeddings that is one text, by itself or in a list.</summary>
/// <param name="Range">Where the input stands.</param>
/// <param name="Text">Where the JSON string stands, quotes included.</param>
/// <param name="TextBytes">Length of the text in UTF-8, unescaped.</param>
public readonly record struct SingleInput(ByteRange Range, ByteRange Text, int TextBytes)
{
    /// <summary>Looks for it.</summary>
    /// <param name="body">A request body that is known to be a JSON object.</param>
    /// <param name="input">The text.</param>
    /// <returns>False when the input is something else (several texts, token ids), is not there, is there twice, or holds half of a surrogate pair.</returns>
    public static bool TryFind(ReadOnlySpan<byte> body, out SingleInput input)
    {
        input = default;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RequestHeadReader.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isInput = reader.ValueTextEquals("input"u8);
            reader.Read();
            if (isInput && (!input.Range.IsEmpty || !TryRead(ref reader, out input))) return false;
            reader.Skip();
        }
        return !input.Range.IsEmpty;
    }

    /// <summary>Reads the input that the reader stands on, and leaves the reader on its end.</summary>
    private static bool TryRead(ref Utf8JsonReader reader, out SingleInput input)
    {
        input = default;
        var start = (int)reader.TokenStartIndex;
        var isList = reader.TokenType == JsonTokenType.StartArray;
        if (isList) reader.Read();
        if (reader.TokenType != JsonTokenType.String || LengthOf(ref reader) is not { } length) return false;
        var text = new ByteRange((int)reader.TokenStartIndex, (int)reader.BytesConsumed - (int)reader.TokenStartIndex);
        if (isList && (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)) return false;
        input = new SingleInput(new ByteRange(start, (int)reader.BytesConsumed - start), text, length);
        return true;
    }

    private static int? LengthOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan.Length;
        // A text is never longer than with its escapes.
        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
