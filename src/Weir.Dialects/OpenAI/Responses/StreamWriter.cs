using System.Buffers;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Writes a streamed response. Its last events repeat all that was said, so the answer is kept until its end.</summary>
internal sealed class StreamWriter : AnswerWriter
{
    private readonly EventFrame _frame = new();
    private readonly ItemEvents _events;
    private readonly ResponseWriter _response;
    private readonly OutputItems _items;
    private readonly CollectedAnswer _answer = new();
    private readonly Dictionary<int, OutputItem> _calls = [];
    private OutputItem? _open;
    private byte[] _thoughtsId = [];
    private bool _hasBegun;

    public StreamWriter(AnswerContext context)
    {
        _events = new ItemEvents(_frame);
        _response = new ResponseWriter(context);
        _items = new OutputItems(context);
    }

    /// <inheritdoc/>
    public override long Sequence => _frame.Next;

    /// <inheritdoc/>
    public override void ContinueAt(long sequence) => _frame.Next = sequence;

    /// <inheritdoc/>
    public override void Take(in AnswerPiece piece)
    {
        // One response is one answer: this dialect cannot ask for alternatives.
        if (piece.Choice != 0) return;
        switch (piece.Kind)
        {
            case AnswerPieceKind.Begin:
                _answer.Take(piece);
                Begin();
                break;
            case AnswerPieceKind.Stop or AnswerPieceKind.Usage: _answer.Take(piece); break;
            case AnswerPieceKind.End: End(); break;
            case AnswerPieceKind.EndToolCall: EndCall(piece); break;
            case AnswerPieceKind.Text or AnswerPieceKind.Refusal or AnswerPieceKind.Reasoning or AnswerPieceKind.Arguments when piece.Text.IsEmpty && piece.Logprobs.IsEmpty:
                if (!piece.Id.IsEmpty) _thoughtsId = piece.Id.ToArray();
                break;
            default: Content(piece); break;
        }
    }

    private void Begin()
    {
        if (_hasBegun) return;
        _hasBegun = true;
        WriteResponse("response.created"u8, ResponseStatus.InProgress, null);
        WriteResponse("response.in_progress"u8, ResponseStatus.InProgress, null);
    }

    private void Content(in AnswerPiece piece)
    {
        Begin();
        var choice = _answer.Choice(0);
        var blocks = choice.Blocks.Count;
        if (choice.Take(piece) is not { } block) return;
        if (choice.Blocks.Count > blocks) Open(block, piece.Id);
        switch (piece.Kind)
        {
            case AnswerPieceKind.Text or AnswerPieceKind.Refusal or AnswerPieceKind.Reasoning: _events.Delta(Output, _open!, piece.Text, piece.Logprobs); break;
            case AnswerPieceKind.Arguments: _events.Delta(Output, _calls[piece.Call], piece.Text); break;
            case AnswerPieceKind.Citation: _events.Cited(Output, _open!); break;
            case AnswerPieceKind.Signature or AnswerPieceKind.RedactedReasoning or AnswerPieceKind.Media: CloseOpen(); break;
        }
    }

    /// <summary>A block begins: as a part of the message that is open, or as an item that closes what is open. Calls go on beside it.</summary>
    private void Open(AnswerBlock block, ReadOnlySpan<byte> id)
    {
        if (_open is not null && _items.Joins(block))
        {
            _events.PartDone(Output, _open);
            _items.Add(block, id);
            _events.PartAdded(Output, _open);
            return;
        }
        CloseOpen();
        var first = _items.Count;
        _items.Add(block, id.IsEmpty ? _thoughtsId : id);
        _thoughtsId = [];
        for (var i = first; i < _items.Count; i++) Open(_items[i]);
    }

    private void Open(OutputItem item)
    {
        _events.Added(Output, item);
        switch (item.Kind)
        {
            case OutputItemKind.CallSignature: _events.Done(Output, item); break;
            case OutputItemKind.FunctionCall or OutputItemKind.CustomCall: _calls[item.Last.Call] = item; break;
            default:
                _open = item;
                if (item.HasParts) _events.PartAdded(Output, item);
                break;
        }
    }

    private void CloseOpen()
    {
        if (_open is not { } item) return;
        _open = null;
        if (item.HasParts) _events.PartDone(Output, item);
        item.IsDone = true;
        _events.Done(Output, item);
    }

    private void EndCall(in AnswerPiece piece)
    {
        _answer.Take(piece);
        if (_calls.TryGetValue(piece.Call, out var call)) Close(call);
    }

    private void Close(OutputItem call)
    {
        if (call.IsDone) return;
        call.IsDone = true;
        _events.ArgumentsDone(Output, call);
        _events.Done(Output, call);
    }

    private void End()
    {
        Begin();
        var status = ResponseWriter.StatusOf(_answer);
        if (status == ResponseStatus.Incomplete) _items.CutOff();
        CloseOpen();
        foreach (var call in _calls.Values) Close(call);
        WriteResponse(status == ResponseStatus.Completed ? "response.completed"u8 : "response.incomplete"u8, status, _items);
        Output.Write("data: [DONE]\n\n"u8);
    }

    private void WriteResponse(ReadOnlySpan<byte> type, ResponseStatus status, OutputItems? items)
    {
        var writer = _frame.Begin(Output, type);
        writer.WritePropertyName("response"u8);
        _response.Write(writer, status, _answer, items);
        _frame.End();
    }
}
