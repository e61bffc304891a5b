using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads one of the alternative answers, event by event.</summary>
internal sealed class CandidateReader(int index)
{
    private readonly ArrayBufferWriter<byte> _arguments = new();
    private int _calls;

    /// <summary>Whether it has come to its end.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Takes what an event says of this candidate.</summary>
    public StreamEventKind Read(in CandidateScan scan, IAnswerSink sink)
    {
        var kind = scan.Parts.IsEmpty ? StreamEventKind.Other : ReadParts(scan.Parts, sink);
        if (kind != StreamEventKind.Malformed && scan.Reason is { } reason) Stop(reason, scan.Word, sink);
        return kind;
    }

    /// <summary>Ends it, unless it has ended. Gemini says that the model waits for functions by nothing but their calls.</summary>
    public void Stop(StopReason reason, string? word, IAnswerSink sink)
    {
        if (HasStopped) return;
        HasStopped = true;
        if (reason == StopReason.EndTurn && _calls > 0) reason = StopReason.ToolCalls;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = index, Reason = reason, Word = word });
    }

    private StreamEventKind ReadParts(ReadOnlySpan<byte> parts, IAnswerSink sink)
    {
        var kind = StreamEventKind.Other;
        var reader = new Utf8JsonReader(parts, EventJson.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var part = PartScan.Read(parts[start..(int)reader.BytesConsumed]);
            if (!part.IsCall && part.Text.IsEmpty && part.Signature.IsEmpty) continue;
            // What comes after the end was not part of the answer that the client has been given as whole.
            if (HasStopped) return StreamEventKind.Malformed;
            if (part.IsCall && part.Name.IsEmpty) return StreamEventKind.Malformed;
            if (part.IsCall) ReadCall(part, sink);
            else ReadText(part, sink);
            kind = StreamEventKind.Content;
        }
        return reader.TokenType == JsonTokenType.EndArray ? kind : StreamEventKind.Malformed;
    }

    private void ReadText(in PartScan part, IAnswerSink sink)
    {
        if (!part.Text.IsEmpty) sink.Take(new AnswerPiece { Kind = part.IsThought ? AnswerPieceKind.Reasoning : AnswerPieceKind.Text, Choice = index, Text = part.Text });
        if (!part.Signature.IsEmpty) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Signature, Choice = index, Text = part.Signature });
    }

    private void ReadCall(in PartScan part, IAnswerSink sink)
    {
        var call = _calls++;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Choice = index, Call = call, Id = part.Id, Name = part.Name, Text = part.Signature });
        _arguments.ResetWrittenCount();
        _arguments.WriteEscaped(part.Arguments.IsEmpty ? "{}"u8 : part.Arguments);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Choice = index, Call = call, Text = _arguments.WrittenSpan });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Choice = index, Call = call });
    }
}
