using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>The members of a <c>url_citation</c>. Texts are the insides of JSON strings.</summary>
internal ref struct UrlCitation
{
    public ReadOnlySpan<byte> Url;
    public ReadOnlySpan<byte> Title;
    private int _start;
    private int _end;

    /// <summary>Reads the object that a reader stands on, and leaves the reader on its end.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("url"u8)) Url = reader.Inside();
            else if (reader.ValueTextEquals("title"u8)) Title = reader.Inside();
            else if (reader.ValueTextEquals("start_index"u8)) _start = Index(ref reader);
            else if (reader.ValueTextEquals("end_index"u8)) _end = Index(ref reader);
            else reader.SkipValue();
        }
    }

    public readonly void Send(int choice, IAnswerSink sink)
    {
        var isRange = _start <= _end;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Citation, Choice = choice, Id = Url, Name = Title, Start = isRange ? _start : 0, End = isRange ? _end : 0 });
    }

    private static int Index(ref Utf8JsonReader reader)
    {
        var value = reader.Value();
        return value.TokenType == JsonTokenType.Number && value.TryGetInt32(out var index) && index > 0 ? index : 0;
    }
}
