using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Embeddings;

/// <summary>A vector as a JSON list of numbers, which is how every provider is asked for it.</summary>
internal static class VectorText
{
    /// <summary>Finds out where the list ends that a reader stands on, and leaves the reader on its end.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="range">Where the list stands in the reader's bytes.</param>
    /// <returns>False when it is no list, is empty, or holds anything but numbers that a 32-bit float can hold.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, out ByteRange range)
    {
        range = default;
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        var any = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetSingle(out var number) || !float.IsFinite(number)) return false;
            any = true;
        }
        range = new ByteRange(start, (int)reader.BytesConsumed - start);
        return any;
    }

    /// <summary>Writes the numbers of a list as little-endian 32-bit floats, in base64: each is the float next to what the text says.</summary>
    public static void WriteBase64(Utf8JsonWriter writer, ReadOnlySpan<byte> list)
    {
        // A number takes a digit and a comma at least.
        var floats = ArrayPool<byte>.Shared.Rent(sizeof(float) * ((list.Length / 2) + 1));
        var filled = 0;
        var reader = new Utf8JsonReader(list);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            BinaryPrimitives.WriteSingleLittleEndian(floats.AsSpan(filled), reader.GetSingle());
            filled += sizeof(float);
        }
        writer.WriteBase64StringValue(floats.AsSpan(0, filled));
        ArrayPool<byte>.Shared.Return(floats);
    }
}
