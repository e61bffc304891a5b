using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Hands on the sources in <c>annotations</c>, and those that Perplexity and xAI name beside the choices.</summary>
internal static class CitationPieces
{
    /// <param name="annotations">Stands on the list, or on something else.</param>
    /// <param name="choice">Which choice they are of.</param>
    /// <param name="sink">Where they go.</param>
    public static void Send(Utf8JsonReader annotations, int choice, IAnswerSink sink)
    {
        if (annotations.TokenType != JsonTokenType.StartArray) return;
        while (annotations.Read() && annotations.TokenType != JsonTokenType.EndArray)
        {
            if (annotations.TokenType == JsonTokenType.StartObject) SendNote(ref annotations, choice, sink);
            else annotations.Skip();
        }
    }

    /// <summary>Hands on a list of sources of the whole answer.</summary>
    /// <param name="sources">Stands on a list of addresses, or of objects with a <c>url</c> and a <c>title</c>; or on something else.</param>
    /// <param name="sink">Where they go.</param>
    /// <returns>Whether there were any.</returns>
    public static bool SendSources(Utf8JsonReader sources, IAnswerSink sink)
    {
        if (sources.TokenType != JsonTokenType.StartArray) return false;
        var any = false;
        while (sources.Read() && sources.TokenType != JsonTokenType.EndArray)
        {
            var source = default(UrlCitation);
            if (sources.TokenType == JsonTokenType.StartObject) source.Read(ref sources);
            else if (sources.TokenType == JsonTokenType.String) source.Url = source.Title = sources.ValueSpan;
            else sources.Skip();
            if (source.Url.IsEmpty) continue;
            source.Send(0, sink);
            any = true;
        }
        return any;
    }

    private static void SendNote(ref Utf8JsonReader note, int choice, IAnswerSink sink)
    {
        ReadOnlySpan<byte> type = default;
        var citation = default(UrlCitation);
        while (note.Read() && note.TokenType == JsonTokenType.PropertyName)
        {
            if (note.ValueTextEquals("type"u8)) type = note.Inside();
            else if (note.ValueTextEquals("url_citation"u8))
            {
                note.Read();
                if (note.TokenType == JsonTokenType.StartObject) citation.Read(ref note);
                else note.Skip();
            }
            else note.SkipValue();
        }
        if (!citation.Url.IsEmpty) citation.Send(choice, sink);
        // What a file was read as, for instance: notes on the answer, and not the answer.
        else sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Work, Choice = choice, Name = type.IsEmpty ? "annotations"u8 : type });
    }
}
