using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Hands on pictures in a delta or message: <c>images</c> as OpenRouter and LiteLLM have them, and parts of content of the same form.</summary>
internal static class MediaPieces
{
    /// <param name="images">Stands on the list, or on something else.</param>
    /// <param name="choice">Which choice they are of.</param>
    /// <param name="sink">Where they go.</param>
    /// <returns>Whether there were any.</returns>
    public static bool Send(Utf8JsonReader images, int choice, IAnswerSink sink)
    {
        if (images.TokenType != JsonTokenType.StartArray) return false;
        var any = false;
        while (images.Read() && images.TokenType != JsonTokenType.EndArray)
        {
            if (images.TokenType == JsonTokenType.StartObject) any |= SendImage(ref images, choice, sink);
            else images.Skip();
        }
        return any;
    }

    /// <summary>Hands on that there is a recording. It comes in pieces that belong together by an identifier, which no other dialect has.</summary>
    public static bool SendAudio(int choice, IAnswerSink sink)
    {
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Media, Choice = choice, Name = "audio"u8 });
        return true;
    }

    /// <summary>Hands on the address of a picture: mostly one that holds the picture itself.</summary>
    /// <param name="url">The inside of a JSON string.</param>
    /// <param name="choice">Which choice it is of.</param>
    /// <param name="sink">Where it goes.</param>
    public static void SendAddress(ReadOnlySpan<byte> url, int choice, IAnswerSink sink)
    {
        var comma = url.IndexOf((byte)',');
        if (!url.StartsWith("data:"u8) || comma < 0 || !url[..comma].EndsWith(";base64"u8))
        {
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Media, Choice = choice, Name = "image"u8, Id = url });
            return;
        }
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Media, Choice = choice, Name = url["data:".Length..(comma - ";base64".Length)], Text = url[(comma + 1)..] });
    }

    private static bool SendImage(ref Utf8JsonReader image, int choice, IAnswerSink sink)
    {
        ReadOnlySpan<byte> url = default, type = default;
        while (image.Read() && image.TokenType == JsonTokenType.PropertyName)
        {
            if (image.ValueTextEquals("image_url"u8)) url = UrlOf(ref image);
            else if (image.ValueTextEquals("type"u8)) type = image.Inside();
            else image.SkipValue();
        }
        if (!url.IsEmpty) SendAddress(url, choice, sink);
        else sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Unknown, Choice = choice, Name = type.IsEmpty ? "image"u8 : type });
        return true;
    }

    /// <summary>The address in <c>image_url</c>, whose name a reader stands on: an object with a <c>url</c>, or the address itself.</summary>
    public static ReadOnlySpan<byte> UrlOf(scoped ref Utf8JsonReader owner)
    {
        var value = owner.Value();
        if (value.TokenType == JsonTokenType.String) return value.ValueSpan;
        ReadOnlySpan<byte> url = default;
        if (value.TokenType != JsonTokenType.StartObject) return url;
        while (value.Read() && value.TokenType == JsonTokenType.PropertyName)
        {
            if (value.ValueTextEquals("url"u8)) url = value.Inside();
            else value.SkipValue();
        }
        return url;
    }
}
