using System.Text.Json;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Hands on the text of a delta or message.</summary>
internal static class ContentPieces
{
    /// <summary>Hands on a string, or the parts of an array: Mistral's models that think give texts and thoughts as parts.</summary>
    /// <param name="content">Stands on the content.</param>
    /// <param name="logprobs">How likely its tokens were, as pieces carry it; or empty.</param>
    /// <param name="choice">Which choice it is of.</param>
    /// <param name="sink">Where it goes.</param>
    /// <returns>Whether there was any text.</returns>
    public static bool Send(Utf8JsonReader content, ReadOnlySpan<byte> logprobs, int choice, IAnswerSink sink)
    {
        if (content.TokenType == JsonTokenType.String) return Send(AnswerPieceKind.Text, content.ValueSpan, choice, sink, logprobs);
        var any = content.TokenType == JsonTokenType.StartArray && SendParts(content, AnswerPieceKind.Text, choice, sink);
        return any | Send(AnswerPieceKind.Text, default, choice, sink, logprobs);
    }

    public static bool Send(AnswerPieceKind kind, ReadOnlySpan<byte> text, int choice, IAnswerSink sink, ReadOnlySpan<byte> logprobs = default)
    {
        if (text.IsEmpty && logprobs.IsEmpty) return false;
        sink.Take(new AnswerPiece { Kind = kind, Choice = choice, Text = text, Logprobs = logprobs });
        return true;
    }

    private static bool SendParts(Utf8JsonReader list, AnswerPieceKind kind, int choice, IAnswerSink sink)
    {
        var any = false;
        while (list.Read() && list.TokenType != JsonTokenType.EndArray)
        {
            if (list.TokenType == JsonTokenType.String) any |= Send(kind, list.ValueSpan, choice, sink);
            else if (list.TokenType == JsonTokenType.StartObject) any |= SendPart(ref list, kind, choice, sink);
            else list.Skip();
        }
        return any;
    }

    private static bool SendPart(ref Utf8JsonReader part, AnswerPieceKind kind, int choice, IAnswerSink sink)
    {
        var (any, isKnown) = (false, false);
        ReadOnlySpan<byte> type = default;
        while (part.Read() && part.TokenType == JsonTokenType.PropertyName)
        {
            var member = part.ValueTextEquals("text"u8) ? kind
                : part.ValueTextEquals("refusal"u8) ? AnswerPieceKind.Refusal
                : part.ValueTextEquals("thinking"u8) ? AnswerPieceKind.Reasoning
                : part.ValueTextEquals("image_url"u8) ? AnswerPieceKind.Media
                : AnswerPieceKind.End;
            var isType = part.ValueTextEquals("type"u8);
            isKnown |= member != AnswerPieceKind.End;
            if (member == AnswerPieceKind.Media)
            {
                MediaPieces.SendAddress(MediaPieces.UrlOf(ref part), choice, sink);
                any = true;
                continue;
            }
            part.Read();
            if (isType && part.TokenType == JsonTokenType.String) type = part.ValueSpan;
            else if (member != AnswerPieceKind.End && part.TokenType == JsonTokenType.String) any |= Send(member, part.ValueSpan, choice, sink);
            else if (member == AnswerPieceKind.Reasoning && part.TokenType == JsonTokenType.StartArray) any |= SendParts(part, member, choice, sink);
            part.Skip();
        }
        if (isKnown || type.IsEmpty) return any;
        // Mistral's references say which of its own search results a text is from.
        sink.Take(new AnswerPiece { Kind = type.SequenceEqual("reference"u8) ? AnswerPieceKind.Work : AnswerPieceKind.Unknown, Choice = choice, Name = type });
        return true;
    }
}
