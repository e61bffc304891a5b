using System.Text.Json;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Hands on the thoughts in a delta or message: plain ones, and OpenRouter's <c>reasoning_details</c>, which say the same with proof.</summary>
internal readonly ref struct ThoughtPieces(int choice, IAnswerSink sink)
{
    /// <param name="plain">The inside of <c>reasoning_content</c> or <c>reasoning</c>; may be empty.</param>
    /// <param name="details">Stands on <c>reasoning_details</c>, or is a default value.</param>
    /// <returns>Whether there were any thoughts.</returns>
    public bool Send(ReadOnlySpan<byte> plain, Utf8JsonReader details)
    {
        if (details.TokenType != JsonTokenType.StartArray) return ContentPieces.Send(AnswerPieceKind.Reasoning, plain, choice, sink);
        var any = !HasText(details) && ContentPieces.Send(AnswerPieceKind.Reasoning, plain, choice, sink);
        while (details.Read() && details.TokenType != JsonTokenType.EndArray)
        {
            if (details.TokenType != JsonTokenType.StartObject)
            {
                details.Skip();
                continue;
            }
            var detail = ThoughtDetail.Read(ref details);
            any |= SendDetail(ref detail);
        }
        return any;
    }

    private static bool HasText(Utf8JsonReader details)
    {
        while (details.Read() && details.TokenType != JsonTokenType.EndArray)
        {
            if (details.TokenType == JsonTokenType.StartObject)
            {
                if (!ThoughtDetail.Read(ref details).Text.IsEmpty) return true;
            }
            else details.Skip();
        }
        return false;
    }

    private bool SendDetail(scoped ref ThoughtDetail detail)
    {
        var any = ContentPieces.Send(AnswerPieceKind.Reasoning, detail.Text, choice, sink);
        if (!detail.Signature.IsEmpty)
        {
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Signature, Choice = choice, Text = detail.Signature, Id = detail.Id });
            any = true;
        }
        if (detail.Data.IsEmpty) return any;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.RedactedReasoning, Choice = choice, Text = detail.Data, Id = detail.Id });
        return true;
    }
}
