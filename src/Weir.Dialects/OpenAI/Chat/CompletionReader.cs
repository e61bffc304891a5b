using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads a whole chat completion.</summary>
internal static class CompletionReader
{
    public static bool TryRead(ReadOnlySpan<byte> answer, IAnswerSink sink)
    {
        // What a chunk brings in its deltas, a completion brings in its messages: the rest is the same.
        var reader = new ChunkReader(1);
        var kind = reader.Read(default, answer, sink);
        if (kind is not (StreamEventKind.Content or StreamEventKind.Other) || !reader.HasChoices) return false;
        reader.StopRest(sink);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        return true;
    }
}
