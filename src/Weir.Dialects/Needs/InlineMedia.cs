using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Needs;

/// <summary>Counts the pictures and recordings of a request, and the characters that they take up in it; whatever else there is has no bound.</summary>
internal struct InlineMedia
{
    private static ReadOnlySpan<byte> Image => "image/"u8;

    private static ReadOnlySpan<byte> Audio => "audio/"u8;

    public int Pictures { get; private set; }

    /// <summary>Characters of recordings.</summary>
    public long AudioCharacters { get; private set; }

    /// <summary>Characters of all of them.</summary>
    public long Characters { get; private set; }

    /// <summary>Whether there is something else: a document, a film, a file.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Reads an address, or an object that holds one as <c>url</c>. The reader stands on the member's name.</summary>
    public void ReadLink(ref Utf8JsonReader reader)
    {
        var (isPicture, isBare) = (reader.ValueTextEquals("image_url"u8), reader.ValueTextEquals("url"u8));
        reader.Read();
        // An address that stands for nothing more, as in a citation, is text.
        if (isBare) return;
        if (reader.TokenType == JsonTokenType.String) Link(reader.ValueSpan, isPicture);
        if (reader.TokenType != JsonTokenType.StartObject) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("url"u8)) Link(reader.Inside(), isPicture);
            else reader.SkipValue();
        }
    }

    /// <summary>Reads an object that holds bytes as <c>data</c> and says what they are. The reader stands on the member's name.</summary>
    public void ReadSource(ref Utf8JsonReader reader)
    {
        var isRecording = reader.ValueTextEquals("input_audio"u8);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return;
        var (characters, isPicture, isOther) = (0L, false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8)) characters = reader.Inside().Length;
            else if (reader.ValueTextEquals("url"u8)) isPicture |= !reader.Inside().IsEmpty;
            else if (reader.ValueTextEquals("media_type"u8) || reader.ValueTextEquals("mimeType"u8) || reader.ValueTextEquals("mime_type"u8))
            {
                var type = reader.Inside();
                isPicture |= type.StartsWith(Image);
                isRecording |= type.StartsWith(Audio);
                isOther |= !type.StartsWith(Image) && !type.StartsWith(Audio);
            }
            else if (reader.ValueTextEquals("type"u8)) isOther |= IsOfUnknownLength(reader.Inside());
            else if (reader.ValueTextEquals("format"u8)) reader.SkipValue();
            else
            {
                isOther = true;
                reader.SkipValue();
            }
        }
        if (isOther || !(isPicture || isRecording)) IsOpen = true;
        else Add(characters, isPicture, isRecording);
    }

    /// <summary>Reads the bytes of a picture that the provider made in an earlier turn. The reader stands on the member's name.</summary>
    public void ReadPicture(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) Add(reader.ValueSpan.Length, isPicture: true, isRecording: false);
    }

    private static bool IsOfUnknownLength(ReadOnlySpan<byte> type) => !type.SequenceEqual("base64"u8) && !type.SequenceEqual("url"u8);

    private void Link(ReadOnlySpan<byte> address, bool isPicture)
    {
        if (!address.StartsWith("data:"u8))
        {
            if (isPicture) Pictures++;
            else IsOpen = true;
            return;
        }
        var type = address["data:".Length..];
        if (type.StartsWith(Image)) Add(address.Length, isPicture: true, isRecording: false);
        else if (type.StartsWith(Audio)) Add(address.Length, isPicture: false, isRecording: true);
        else IsOpen = true;
    }

    /// <summary>Not to know which of the two it is costs as much as both.</summary>
    private void Add(long characters, bool isPicture, bool isRecording)
    {
        Characters += characters;
        if (isPicture) Pictures++;
        if (isRecording) AudioCharacters += characters;
    }
}
