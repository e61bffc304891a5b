using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads one of the alternative answers, event by event.</summary>
internal sealed class CandidateReader(int index)
{
    private readonly ArrayBufferWriter<byte> _arguments = new();
    private LogprobsReader? _logprobs;
    private TextLength _length;
    private byte[] _grounding = [];
    private byte[] _sources = [];
    private int _calls;

    /// <summary>Whether it has come to its end.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Takes what an event says of this candidate.</summary>
    public StreamEventKind Read(in CandidateScan scan, IAnswerSink sink)
    {
        var logprobs = scan.Logprobs.IsEmpty || HasStopped ? default : (_logprobs ??= new LogprobsReader()).Read(scan.Logprobs);
        var kind = scan.Parts.IsEmpty ? StreamEventKind.Other : ReadParts(scan.Parts, ref logprobs, sink);
        // They are told of all parts of an event together; where no text came there is none to go with.
        if (kind != StreamEventKind.Malformed && !logprobs.IsEmpty) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Choice = index, Logprobs = logprobs });
        // Both are told anew with every event that has them, and the last one holds.
        if (!scan.Grounding.IsEmpty) _grounding = scan.Grounding.ToArray();
        if (!scan.Citations.IsEmpty) _sources = scan.Citations.ToArray();
        if (kind != StreamEventKind.Malformed && scan.Reason is { } reason) Stop(reason, scan.Word, sink);
        return kind;
    }

    /// <summary>Ends it, unless it has ended. Gemini says that the model waits for functions by nothing but their calls.</summary>
    public void Stop(StopReason reason, string? word, IAnswerSink sink)
    {
        if (HasStopped) return;
        HasStopped = true;
        new CitationPieces(index, _length, sink).Send(_grounding, _sources);
        if (reason == StopReason.EndTurn && _calls > 0) reason = StopReason.ToolCalls;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = index, Reason = reason, Word = word });
    }

    private StreamEventKind ReadParts(ReadOnlySpan<byte> parts, ref ReadOnlySpan<byte> logprobs, IAnswerSink sink)
    {
        var kind = StreamEventKind.Other;
        var reader = new Utf8JsonReader(parts, EventJson.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var part = PartScan.Read(parts[start..(int)reader.BytesConsumed]);
            if (!part.IsCall && part.Text.IsEmpty && part.Signature.IsEmpty && part.Media.IsEmpty && part.Other.IsEmpty) continue;
            // What comes after the end was not part of the answer that the client has been given as whole.
            if (HasStopped) return StreamEventKind.Malformed;
            if (part.IsCall && part.Name.IsEmpty) return StreamEventKind.Malformed;
            if (part.IsCall) ReadCall(part, sink);
            else
            {
                if (!part.Media.IsEmpty || !part.Other.IsEmpty) OtherParts.Send(part, index, sink);
                ReadText(part, ref logprobs, sink);
            }
            kind = StreamEventKind.Content;
        }
        return reader.TokenType == JsonTokenType.EndArray ? kind : StreamEventKind.Malformed;
    }

    private void ReadText(in PartScan part, ref ReadOnlySpan<byte> logprobs, IAnswerSink sink)
    {
        if (!part.Text.IsEmpty && part.IsThought) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Choice = index, Text = part.Text });
        else if (!part.Text.IsEmpty)
        {
            _length.Add(part.Text);
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Choice = index, Text = part.Text, Logprobs = logprobs });
            logprobs = default;
        }
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
