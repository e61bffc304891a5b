using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Json;

namespace Weir.Dialects.Needs;

/// <summary>
/// Lowers the limit of output tokens in a request that goes out as it came: the member that the client used, or one that is put in. What a
/// request holds besides stays as it is.
/// </summary>
public ref struct OutputLimitEdits
{
    private readonly Dialect _dialect;
    private readonly ReadOnlySpan<byte> _request;
    private readonly long _limit;
    private readonly List<ByteEdit> _edits = [];
    private Utf8JsonReader _reader;
    private bool _isStated;

    private OutputLimitEdits(Dialect dialect, ReadOnlySpan<byte> request, long limit)
    {
        _dialect = dialect;
        _request = request;
        _limit = limit;
        _reader = new Utf8JsonReader(request, EventJson.Options);
    }

    /// <summary>The edits that it takes.</summary>
    /// <param name="dialect">What the request is written in.</param>
    /// <param name="request">A JSON object.</param>
    /// <param name="limit">Most output tokens of an answer, thoughts included.</param>
    /// <param name="chatMember">The member that is put into a chat request which has none: <c>max_completion_tokens</c> at OpenAI, <c>max_tokens</c> at most others.</param>
    /// <returns>Empty where the request asks for no more; else not in order.</returns>
    public static List<ByteEdit> Of(Dialect dialect, ReadOnlySpan<byte> request, long limit, string chatMember)
    {
        var edits = new OutputLimitEdits(dialect, request, limit);
        edits.Read(chatMember);
        return edits._edits;
    }

    private void Read(string chatMember)
    {
        _reader.Read();
        var top = (int)_reader.BytesConsumed;
        var config = -1;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_dialect == Dialect.Gemini && (Is("generationConfig"u8) || Is("generation_config"u8))) config = Config();
            else if (_dialect != Dialect.Gemini && IsLimit()) Lower();
            else if (_dialect == Dialect.Messages && Is("thinking"u8)) Thinking();
            else _reader.SkipValue();
        }
        if (_isStated) return;
        if (_dialect != Dialect.Gemini) Insert(top, $"\"{MemberOf(chatMember)}\":{Number}");
        else if (config >= 0) Insert(config, $"\"maxOutputTokens\":{Number}");
        else Insert(top, $"\"generationConfig\":{{\"maxOutputTokens\":{Number}}}");
    }

    private readonly string Number => _limit.ToString(CultureInfo.InvariantCulture);

    private readonly string MemberOf(string chatMember) => _dialect switch
    {
        Dialect.Messages => "max_tokens",
        Dialect.Responses => "max_output_tokens",
        _ => chatMember,
    };

    private readonly bool IsLimit() => _dialect == Dialect.Responses ? Is("max_output_tokens"u8) : Is("max_tokens"u8) || (_dialect == Dialect.Chat && Is("max_completion_tokens"u8));

    /// <returns>Where the object's first member stands; negative where it is no object.</returns>
    private int Config()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null)
        {
            // To Google the same as nothing, and a second member of the name would not be.
            Replace($"{{\"maxOutputTokens\":{Number}}}");
            _isStated = true;
        }
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _reader.Skip();
            return -1;
        }
        var first = (int)_reader.BytesConsumed;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is("maxOutputTokens"u8) || Is("max_output_tokens"u8)) Lower();
            else _reader.SkipValue();
        }
        return first;
    }

    /// <summary>Every one of several is lowered: who reads the request may take any.</summary>
    private void Lower()
    {
        _reader.Read();
        _isStated = true;
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var stated) && stated <= _limit) return;
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Replace(start, Number);
    }

    /// <summary>Anthropic wants the budget of thoughts below the limit, and no smaller than it can be: then nothing is thought.</summary>
    private void Thinking()
    {
        _reader.Read();
        var start = (int)_reader.TokenStartIndex;
        ByteEdit? lowered = null;
        var isTooMuch = false;
        if (_reader.TokenType == JsonTokenType.StartObject)
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                var isBudget = Is("budget_tokens"u8);
                _reader.Read();
                if (isBudget && _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var budget) && budget >= _limit)
                {
                    isTooMuch = true;
                    if (ThinkingPlan.BudgetUnder(_limit) is { } less) lowered = EditOf((int)_reader.TokenStartIndex, less.ToString(CultureInfo.InvariantCulture));
                }
                _reader.Skip();
            }
        if (isTooMuch) _edits.Add(lowered ?? EditOf(start, "{\"type\":\"disabled\"}"));
    }

    private readonly void Insert(int at, string member)
    {
        var isEmpty = _request[at..].TrimStart(" \t\r\n"u8).StartsWith("}"u8);
        _edits.Add(new ByteEdit(new ByteRange(at, 0), Encoding.ASCII.GetBytes(isEmpty ? member : member + ",")));
    }

    private readonly void Replace(string by) => Replace((int)_reader.TokenStartIndex, by);

    private readonly void Replace(int start, string by) => _edits.Add(EditOf(start, by));

    /// <summary>Replaces what the reader has read from a place on.</summary>
    private readonly ByteEdit EditOf(int start, string by) => new(new ByteRange(start, (int)_reader.BytesConsumed - start), Encoding.ASCII.GetBytes(by));

    private readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);
}
