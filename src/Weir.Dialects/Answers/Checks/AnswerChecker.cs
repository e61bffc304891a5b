using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Answers.Checks;

/// <summary>
/// Reads an answer along to find what only its text can tell: that it misses its schema, is in a script that nobody wrote in, or
/// goes round in circles. It is given pieces where somebody makes them anyway, and else events or the whole object as they are.
/// Of several choices it looks at the first.
/// </summary>
public sealed class AnswerChecker : IAnswerSink, IDisposable
{
    /// <summary>The longest text whose schema is judged, in bytes as they are escaped.</summary>
    private const int LongestText = 1024 * 1024;

    /// <summary>Deep is not wrong: a schema may be recursive.</summary>
    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 1024 };

    /// <summary>Letters under which a text says nothing of its language: a name, a number, a line of code.</summary>
    private const int FewestLetters = 40;

    private const double ForeignShare = 0.8;

    /// <summary>A word or two of another script are in many prompts.</summary>
    private const double Trace = 0.02;

    private readonly IProviderDialect _provider;
    private readonly JsonElement? _schema;
    private readonly ScriptCounts? _prompt;
    private readonly ScriptCounts _answer = new();
    private readonly Repetition? _repetition;
    private ArrayBufferWriter<byte>? _text;
    private IAnswerReader? _reader;
    private bool _isPlain = true;
    private bool _hasEnded;

    /// <summary>Begins to read an answer.</summary>
    /// <param name="provider">Whose dialect it comes in.</param>
    /// <param name="schema">The schema that it has to keep to, or null.</param>
    /// <param name="prompt">The letters of the request, or null when the answer's are not looked at.</param>
    /// <param name="findsRepetition">Whether loops are looked for.</param>
    public AnswerChecker(IProviderDialect provider, JsonElement? schema, ScriptCounts? prompt, bool findsRepetition)
    {
        (_provider, _schema, _prompt) = (provider, schema, prompt);
        if (schema is not null) _text = new ArrayBufferWriter<byte>();
        if (findsRepetition) _repetition = new Repetition();
    }

    /// <summary>What was found before the answer's end: that it goes round in circles, which it will not leave by itself.</summary>
    public AnswerFault? FoundEarly => _repetition is { IsFound: true } ? new AnswerFault(AnswerCheck.Repetition, "it says the same over and over") : null;

    /// <inheritdoc/>
    public void Take(in AnswerPiece piece)
    {
        if (piece.Choice != 0) return;
        switch (piece.Kind)
        {
            case AnswerPieceKind.Text:
                Say(piece.Text);
                break;
            case AnswerPieceKind.Reasoning or AnswerPieceKind.Arguments:
                _repetition?.Feed(piece.Text);
                break;
            case AnswerPieceKind.Refusal or AnswerPieceKind.ToolCall or AnswerPieceKind.Media or AnswerPieceKind.Unknown:
                _isPlain = false;
                break;
            case AnswerPieceKind.Stop:
                _hasEnded = piece.Reason == StopReason.EndTurn;
                break;
            default:
                break;
        }
    }

    /// <summary>Takes the payload of an event that is passed on as it is.</summary>
    /// <param name="data">The payload.</param>
    /// <param name="choices">How many alternative answers were asked for; at least 1.</param>
    public void Observe(ReadOnlySpan<byte> data, int choices) => (_reader ??= _provider.Stream(choices)).Read(default, data, this);

    /// <summary>Takes a whole answer that is one JSON object and is passed on as it is.</summary>
    public void Read(ReadOnlyMemory<byte> answer) => _provider.TryRead(answer, this);

    /// <summary>What is wrong with the answer that was read to its end, or null.</summary>
    public AnswerFault? Judge()
    {
        if (FoundEarly is { } loop) return loop;
        if (_hasEnded && _isPlain && _schema is { } schema && MissesSchema(schema) is { } words) return new AnswerFault(AnswerCheck.Schema, words);
        return _prompt is not null && _answer.AreForeignTo(_prompt, FewestLetters, ForeignShare, Trace)
            ? new AnswerFault(AnswerCheck.Language, "it is in a script that the request has nothing in")
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _repetition?.Dispose();

    private void Say(ReadOnlySpan<byte> text)
    {
        _repetition?.Feed(text);
        if (_prompt is not null) _answer.Add(text);
        if (_text is null) return;
        if (_text.WrittenCount + text.Length <= LongestText) _text.Write(text);
        else _text = null;
    }

    private string? MissesSchema(JsonElement schema)
    {
        if (_text is not { WrittenCount: > 0 } || RawJson.Say(_text.WrittenSpan) is not { } said) return null;
        try
        {
            return SchemaCheck.Find(schema, JsonElement.Parse(said, Parsing));
        }
        catch (JsonException)
        {
            return "it is not JSON";
        }
    }
}
