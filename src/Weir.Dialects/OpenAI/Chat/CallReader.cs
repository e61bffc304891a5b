using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>
/// Reads the tool calls of one choice. OpenAI gives every call an index, gives its id and name once, and then its arguments in
/// fragments under that index. Other servers repeat the id or the name with every fragment, leave out the index or the id, or
/// give each of several calls the index 0.
/// </summary>
internal sealed class CallReader(int choice)
{
    /// <summary>More calls than any answer has; what a server says beyond is not believed.</summary>
    private const int MostCalls = 1024;

    private readonly List<Call> _calls = [];
    private readonly List<Call> _named = [];
    private ArrayBufferWriter<byte>? _escaped;

    /// <summary>Reads a delta's <c>tool_calls</c> and <c>function_call</c>, either of which may be a default value.</summary>
    /// <returns>False when they make no sense.</returns>
    public bool Read(Utf8JsonReader calls, Utf8JsonReader function, ReadOnlySpan<byte> data, IAnswerSink sink, ref bool any)
    {
        if (function.TokenType == JsonTokenType.StartObject)
        {
            var only = default(CallFacts);
            only.ReadFunction(ref function, data);
            // There was only ever one, so that all that comes belongs to it.
            only.Index = -1;
            if (!Take(ref only, sink, ref any)) return false;
        }
        if (calls.TokenType != JsonTokenType.StartArray) return true;
        while (calls.Read() && calls.TokenType != JsonTokenType.EndArray)
        {
            if (calls.TokenType != JsonTokenType.StartObject) return false;
            var facts = CallFacts.Read(ref calls, data);
            if (!Take(ref facts, sink, ref any)) return false;
        }
        return true;
    }

    /// <summary>Says of all calls that they are whole.</summary>
    /// <returns>False when one of them never got a name.</returns>
    public bool End(IAnswerSink sink, out bool any)
    {
        any = _named.Count > 0;
        EndAll(sink, evenHalf: true);
        return _named.Count == _calls.Count;
    }

    /// <summary>Nothing says of a single call that it is whole. When another begins, those are whose arguments are an object; a server may still go on with the others.</summary>
    private void EndAll(IAnswerSink sink, bool evenHalf)
    {
        foreach (var call in _named)
        {
            if (call.HasEnded || !(evenHalf || call.Progress.IsWhole)) continue;
            call.HasEnded = true;
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Choice = choice, Call = call.Number });
        }
    }

    private bool Take(scoped ref CallFacts facts, IAnswerSink sink, ref bool any)
    {
        var call = Find(ref facts);
        if (call is null)
        {
            if (_calls.Count == MostCalls) return false;
            call = new Call { Index = facts.Index };
            _calls.Add(call);
        }
        if (call.Id.Length == 0 && !facts.Id.IsEmpty) call.Id = facts.Id.ToArray();
        if (call.Number < 0 && !facts.Name.IsEmpty)
        {
            Begin(call, ref facts, sink);
            any = true;
        }
        var arguments = facts.ArgumentObject.IsEmpty ? facts.Arguments : Escaped(facts.ArgumentObject);
        if (arguments.IsEmpty) return true;
        // Arguments of nobody knows which function could only be kept until it is known, and no server does that.
        if (call.Number < 0) return false;
        if (call.HasEnded) return arguments.IndexOfAnyExcept(" \\nrt"u8) < 0;
        call.Progress.Follow(arguments);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Choice = choice, Call = call.Number, Text = arguments });
        any = true;
        return true;
    }

    private void Begin(Call call, scoped ref CallFacts facts, IAnswerSink sink)
    {
        EndAll(sink, evenHalf: false);
        call.Number = _named.Count;
        _named.Add(call);
        var id = call.Id.Length > 0 ? call.Id : Encoding.ASCII.GetBytes($"call_{choice}_{call.Number}");
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Choice = choice, Call = call.Number, Id = id, Name = facts.Name, Text = facts.Signature });
    }

    private Call? Find(scoped ref CallFacts facts)
    {
        // The newest first, since servers that reuse an index mean that one.
        for (var i = _calls.Count - 1; i >= 0; i--)
            if (IsSame(_calls[i], ref facts)) return _calls[i];
        return null;
    }

    /// <summary>Another id together with a name makes another call, even under the same index. A name without an index makes one by itself, unless its id is known.</summary>
    private static bool IsSame(Call call, scoped ref CallFacts facts)
    {
        var sameId = !facts.Id.IsEmpty && facts.Id.SequenceEqual(call.Id);
        if (facts.Index is { } index)
            return index == call.Index && (sameId || facts.Id.IsEmpty || facts.Name.IsEmpty || call.Id.Length == 0);
        return sameId || (facts.Id.IsEmpty && facts.Name.IsEmpty);
    }

    private ReadOnlySpan<byte> Escaped(ReadOnlySpan<byte> json)
    {
        _escaped ??= new ArrayBufferWriter<byte>();
        _escaped.ResetWrittenCount();
        _escaped.WriteEscaped(json);
        return _escaped.WrittenSpan;
    }

    private sealed class Call
    {
        public int? Index { get; init; }

        /// <summary>The server's own identifier; empty while it has given none.</summary>
        public byte[] Id { get; set; } = [];

        /// <summary>Which call it is to other dialects; negative before it has a name.</summary>
        public int Number { get; set; } = -1;

        /// <summary>Whether the client was told that it is whole.</summary>
        public bool HasEnded { get; set; }

        public ArgumentProgress Progress;
    }
}
