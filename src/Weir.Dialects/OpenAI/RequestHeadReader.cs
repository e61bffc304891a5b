using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Weir.Dialects.Gemini;
using Weir.Dialects.Json;
using Weir.Dialects.Kept;
using Weir.Dialects.Prompts;

namespace Weir.Dialects.OpenAI;

/// <summary>
/// Reads the few members of a request body that Weir owns, in one pass over the bytes, which also proves the whole body to
/// be JSON. Members that Weir does not know are passed over and never copied.
/// </summary>
public ref struct RequestHeadReader
{
    /// <summary>Deepest nesting accepted. Schemas of tools nest some tens deep at most.</summary>
    public const int MaxDepth = 256;

    private static readonly byte[] AskUsage = "true"u8.ToArray();
    private static readonly byte[] AskUsageMember = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] AskUsageObject = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] AskUsageMemberThenMore = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] AskUsageOption = "\"stream_options\":{\"include_usage\":true},"u8.ToArray();

    private readonly ReadOnlySpan<byte> _body;
    private Utf8JsonReader _reader;
    private RequestFault? _fault;
    private readonly bool _isNamedOutside;
    private BodyHead _named;
    private bool _mayLackModel;
    private bool _seeksKept;
    private KeptReader _kept;
    private bool _seeksPrompt;
    private PromptReader _prompt;
    private string? _model;
    private ByteRange _modelRange;
    private bool? _stream;
    private bool _sawOptions;
    private bool _asksForUsage;
    private ByteEdit _usageEdit;
    private string? _user;
    private string? _userId;
    private string? _safetyIdentifier;
    private string? _session;
    private string? _feature;
    private bool _sawPreviousResponse;
    private string? _previousResponse;
    private bool? _store;
    private bool? _background;
    private int _choices = 1;

    private RequestHeadReader(ReadOnlySpan<byte> body, string? model)
    {
        _body = body;
        (_isNamedOutside, _model, _named) = (model is not null, model, new BodyHead(model ?? ""));
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The request body.</param>
    /// <param name="head">What was found, or null.</param>
    /// <param name="fault">Why the body cannot be accepted, or null.</param>
    /// <param name="model">The model, where the dialect names it outside of the body (Gemini); else null.</param>
    /// <param name="mayLackModel">Whether a body without a model is fine too; the head's model is then empty.</param>
    /// <param name="seekKept">The dialect of a body that is to be searched for what its provider keeps; else null.</param>
    /// <param name="seekPrompt">The dialect of a body that is to be searched for the prompt that it was made from; else null.</param>
    /// <returns>Whether <paramref name="head"/> was read.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> body,
        out RequestHead? head,
        out RequestFault? fault,
        string? model = null,
        bool mayLackModel = false,
        Dialect? seekKept = null,
        Dialect? seekPrompt = null)
    {
        var reader = new RequestHeadReader(body, model)
        {
            _mayLackModel = mayLackModel, _seeksKept = seekKept is not null, _kept = new KeptReader(seekKept ?? default),
            _seeksPrompt = seekPrompt is not null, _prompt = new PromptReader(seekPrompt ?? default),
        };
        try
        {
            head = reader.Read();
        }
        catch (JsonException broken)
        {
            head = null;
            reader._fault = reader.Broken(broken);
        }
        catch (InvalidOperationException)
        {
            // Thrown when a member's name has to be compared that holds an escaped half of a surrogate pair.
            head = reader.Fail("A string holds half of a surrogate pair.", "invalid_json", null, reader._reader.TokenStartIndex);
        }
        fault = reader._fault;
        return head is not null;
    }

    private RequestHead? Read()
    {
        if (!Utf8.IsValid(_body)) return Fail("The request body is not valid UTF-8.", "invalid_json", null, FirstInvalidByte());
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
            return Fail("The request body must be a JSON object.", "invalid_json", null, 0);
        while (_fault is null && _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName) ReadMember();
        if (_fault is not null) return null;
        _reader.Read();
        if (_model is null && _mayLackModel) _model = "";
        if (_model is null) return Fail("You must provide a model parameter.", "missing_required_parameter", "model", null);
        if (_stream == true && !_sawOptions)
            _usageEdit = new ByteEdit(new ByteRange(_body.IndexOf((byte)'{') + 1, 0), AskUsageOption);
        return new RequestHead
        {
            Model = _model,
            ModelRange = _modelRange,
            Stream = _stream == true,
            UsageEdit = _stream == true ? _usageEdit : default,
            AsksForUsage = _asksForUsage,
            NamedAgain = _named.Names,
            Choices = _isNamedOutside ? _named.Candidates : _choices,
            User = _safetyIdentifier ?? _user ?? _userId,
            Session = _session,
            Feature = _feature,
            PreviousResponse = _previousResponse,
            Store = _store,
            Background = _background == true,
            Kept = _kept.Found,
            Prompt = _prompt.Hash,
        };
    }

    private void ReadMember()
    {
        if (_isNamedOutside) ReadNamed();
        else if (_reader.ValueTextEquals("model"u8)) ReadModel();
        else if (_reader.ValueTextEquals("stream"u8)) ReadStream();
        else if (_reader.ValueTextEquals("stream_options"u8)) ReadStreamOptions();
        else if (_reader.ValueTextEquals("user"u8)) _user = ReadOptionalText();
        else if (_reader.ValueTextEquals("safety_identifier"u8)) _safetyIdentifier = ReadOptionalText();
        else if (_reader.ValueTextEquals("metadata"u8)) ReadMetadata();
        else if (_reader.ValueTextEquals("n"u8)) ReadChoices();
        else if (_reader.ValueTextEquals("previous_response_id"u8)) ReadPreviousResponse();
        else if (_reader.ValueTextEquals("store"u8)) ReadStore();
        else if (_reader.ValueTextEquals("background"u8)) ReadBackground();
        else PassOver();
    }

    private void ReadNamed()
    {
        // Several look at the member, for different things; a copy of the reader costs nothing.
        var start = _reader;
        if (_seeksKept)
        {
            var ahead = start;
            _kept.ReadMember(ref ahead);
        }
        _named.ReadMember(ref _reader);
        if (_seeksPrompt) _prompt.ReadMember(start);
        if (_named.Fault is { } fault) Fail(fault.Message, fault.Code, fault.Param, _named.FaultOffset);
    }

    private void ReadModel()
    {
        // An upstream that takes the last of two would answer as another model than the one that was checked and billed.
        if (_model is not null) Fail("The member \"model\" is there twice.", "duplicate_parameter", "model", _reader.TokenStartIndex);
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.String)
        {
            Fail("The model must be a string.", "invalid_type", "model", _reader.TokenStartIndex);
            return;
        }
        _modelRange = ValueRange();
        _model = TextOrFault("model") ?? "";
        if (_model.Length == 0) Fail("The model must not be empty.", "invalid_value", "model", _modelRange.Start);
    }

    private void ReadStream()
    {
        if (_stream is not null) Fail("The member \"stream\" is there twice.", "duplicate_parameter", "stream", _reader.TokenStartIndex);
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
            _stream = _reader.TokenType == JsonTokenType.True;
        else
            Fail("stream must be true or false.", "invalid_type", "stream", _reader.TokenStartIndex);
    }

    /// <summary>Whether the number is a good one is the upstream's business.</summary>
    private void ReadChoices()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var choices)) _choices = choices;
        else _reader.Skip();
    }

    /// <summary>Whose response it is gets checked: an upstream that takes the first of two would go on from one that was not.</summary>
    private void ReadPreviousResponse()
    {
        if (_sawPreviousResponse)
            Fail("The member \"previous_response_id\" is there twice.", "duplicate_parameter", "previous_response_id", _reader.TokenStartIndex);
        _sawPreviousResponse = true;
        _previousResponse = ReadOptionalText();
    }

    private void ReadStore()
    {
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False) _store = _reader.TokenType == JsonTokenType.True;
        else _reader.Skip();
    }

    /// <summary>What is done in the background has to be asked for to be paid for: an upstream that takes the other of two would do so unseen.</summary>
    private void ReadBackground()
    {
        var start = _reader.TokenStartIndex;
        _reader.Read();
        // Pictures have a background too, which is a word.
        if (_reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            _reader.Skip();
            return;
        }
        if (_background is not null) Fail("The member \"background\" is there twice.", "duplicate_parameter", "background", start);
        _background = _reader.TokenType == JsonTokenType.True;
    }

    private void ReadStreamOptions()
    {
        if (_sawOptions)
            Fail("The member \"stream_options\" is there twice.", "duplicate_parameter", "stream_options", _reader.TokenStartIndex);
        _sawOptions = true;
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null)
        {
            _usageEdit = new ByteEdit(ValueRange(), AskUsageObject);
            return;
        }
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            Fail("stream_options must be an object.", "invalid_type", "stream_options", _reader.TokenStartIndex);
            return;
        }
        ReadIncludeUsage((int)_reader.TokenStartIndex + 1);
    }

    private void ReadIncludeUsage(int afterBrace)
    {
        var seen = false;
        var members = 0;
        for (; _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName; members++)
        {
            var wanted = _reader.ValueTextEquals("include_usage"u8);
            if (wanted && seen)
                Fail("The member \"include_usage\" is there twice.", "duplicate_parameter", "stream_options.include_usage", _reader.TokenStartIndex);
            _reader.Read();
            if (wanted)
            {
                seen = true;
                _asksForUsage = _reader.TokenType == JsonTokenType.True;
                if (_reader.TokenType is JsonTokenType.False or JsonTokenType.Null) _usageEdit = new ByteEdit(ValueRange(), AskUsage);
                else if (!_asksForUsage)
                    Fail("include_usage must be true or false.", "invalid_type", "stream_options.include_usage", _reader.TokenStartIndex);
            }
            _reader.Skip();
        }
        if (!seen) _usageEdit = new ByteEdit(new ByteRange(afterBrace, 0), members == 0 ? AskUsageMember : AskUsageMemberThenMore);
    }

    private void ReadMetadata()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _reader.Skip();
            return;
        }
        while (_fault is null && _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_reader.ValueTextEquals("session_id"u8) || _reader.ValueTextEquals("session"u8)) _session = ReadOptionalText() ?? _session;
            else if (_reader.ValueTextEquals("feature"u8)) _feature = ReadOptionalText();
            else if (_reader.ValueTextEquals("user_id"u8)) _userId = ReadOptionalText();
            else SkipValue();
        }
    }

    /// <summary>Attribution is worth a look, not a refusal: whether a value of another type is allowed is the upstream's business.</summary>
    private string? ReadOptionalText()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String) return TextOrFault(null);
        _reader.Skip();
        return null;
    }

    private string? TextOrFault(string? param)
    {
        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            Fail("A string holds half of a surrogate pair.", "invalid_json", param, _reader.TokenStartIndex);
            return null;
        }
    }

    private readonly ByteRange ValueRange() =>
        new((int)_reader.TokenStartIndex, (int)(_reader.BytesConsumed - _reader.TokenStartIndex));

    /// <summary>Members that are none of Weir's business, but for what they may name.</summary>
    private void PassOver()
    {
        var start = _reader;
        if (_seeksKept) _kept.ReadMember(ref _reader);
        else SkipValue();
        // Afterwards: what it reads is JSON then, and few members are of any interest to it.
        if (_seeksPrompt) _prompt.ReadMember(start);
    }

    private void SkipValue()
    {
        _reader.Read();
        _reader.Skip();
    }

    private RequestHead? Fail(string message, string code, string? param, long? offset)
    {
        _fault ??= new RequestFault(message, code, param, offset is { } at ? TextPosition.At(_body, at) : null);
        return null;
    }

    private readonly RequestFault Broken(JsonException broken)
    {
        // The reader counts lines from zero and columns in bytes; what a person needs is what an editor shows.
        var offset = OffsetOf(broken.LineNumber ?? 0, broken.BytePositionInLine ?? 0);
        var deep = _reader.CurrentDepth >= MaxDepth - 1 && offset < _body.Length && _body[offset] is (byte)'[' or (byte)'{';
        var message = deep
            ? $"The request body nests deeper than {MaxDepth} levels."
            : "The request body is not valid JSON.";
        return new RequestFault(message, "invalid_json", null, TextPosition.At(_body, offset));
    }

    private readonly int OffsetOf(long line, long byteInLine)
    {
        var offset = 0;
        for (; line > 0; line--)
        {
            var next = _body[offset..].IndexOf((byte)'\n');
            if (next < 0) break;
            offset += next + 1;
        }
        return (int)Math.Min(_body.Length, offset + byteInLine);
    }

    private readonly int FirstInvalidByte()
    {
        var offset = 0;
        while (offset < _body.Length
               && System.Text.Rune.DecodeFromUtf8(_body[offset..], out _, out var consumed) == OperationStatus.Done)
            offset += consumed;
        return offset;
    }
}
