using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Dialects.Kept;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Needs;

/// <summary>
/// Finds out how far the answer to a request can go, in one pass over its bytes and without making anything. Where it cannot tell, it says
/// that the request is open: what follows from that is for whoever knows the model.
/// </summary>
public ref struct ExtentReader
{
    /// <summary>Nobody makes as many; more would not fit into what they are multiplied with.</summary>
    private const int MostChoices = 1 << 19;

    private readonly Dialect _dialect;
    private readonly long _bytes;
    private Utf8JsonReader _reader;
    private InlineMedia _media;
    private ToolWish _tools;
    private ThinkingWish _thinking;
    private CacheWish _cache;
    private bool _isOpen;
    private int _choices = 1;
    private int _prompts = 1;
    private int _thoughts;
    private long? _limit;
    private ServiceTier _tier;
    private bool _searches;
    private long? _mostSearches;

    private ExtentReader(Dialect dialect, ReadOnlySpan<byte> request)
    {
        (_dialect, _bytes, _tools) = (dialect, request.Length, new ToolWish(dialect));
        _reader = new Utf8JsonReader(request, EventJson.Options);
    }

    /// <summary>Reads a request.</summary>
    /// <param name="dialect">What the client speaks.</param>
    /// <param name="request">The request's body. One that is no JSON object, such as a form, is open.</param>
    public static RequestExtent Read(Dialect dialect, ReadOnlySpan<byte> request)
    {
        var reader = new ExtentReader(dialect, request);
        try
        {
            reader.Read();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            reader._isOpen = true;
        }
        return reader.Extent();
    }

    private void Read()
    {
        _isOpen = !_reader.Read() || _reader.TokenType != JsonTokenType.StartObject;
        if (_isOpen) return;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName) Member();
    }

    private readonly RequestExtent Extent() => new()
    {
        TextBytes = _bytes - _media.Characters,
        Pictures = _media.Pictures,
        AudioCharacters = _media.AudioCharacters,
        // Thoughts that are given by their identifier alone are as long as they were.
        IsOpen = _isOpen || _media.IsOpen || _tools.HasHosted || _thoughts > 0,
        HasTools = _tools.HasTools,
        MaxOutputTokens = _limit,
        Choices = (int)Math.Min((long)_choices * _prompts, int.MaxValue),
        Thinks = _thinking.IsStated,
        ThinkingBudget = _thinking.Budget,
        WritesCache = _cache.Writes,
        KeepsAnHour = _cache.KeepsAnHour,
        Tier = _tier,
        Searches = _searches || _tools.HasHosted,
        MaxSearches = MoreOf(_mostSearches, _tools.MaxUses),
    };

    /// <summary>Reads a member of the top object. No dialect has another's member of these names.</summary>
    private void Member()
    {
        if (Is("max_tokens"u8) || Is("max_completion_tokens"u8, "max_output_tokens"u8)) Most(ref _limit);
        else if (Is("generationConfig"u8, "generation_config"u8)) Config();
        else if (Is("n"u8, "best_of"u8)) Choices();
        else if (Is("prompt"u8)) Prompts();
        else if (Is("tools"u8, "functions"u8)) _tools.Read(ref _reader, ref _cache);
        else if (Is("service_tier"u8, "serviceTier"u8) || Is("speed"u8)) Tier();
        else if (Is("reasoning_effort"u8) || Is("reasoning"u8, "thinking"u8) || Is("output_config"u8)) _thinking.Read(ref _reader);
        else if (Is("max_tool_calls"u8)) Most(ref _mostSearches);
        else if (Is("web_search_options"u8, "search_parameters"u8) || Is("plugins"u8, "mcp_servers"u8)) Found(isSearch: true);
        else if (Is("previous_response_id"u8, "conversation"u8)) Found(isSearch: false);
        else
        {
            ContentMember();
            Content();
        }
    }

    /// <summary>Goes on inside the value whose first token was read, if it has an inside.</summary>
    private void Content()
    {
        if (_reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        var depth = _reader.CurrentDepth;
        while (_reader.Read() && _reader.CurrentDepth > depth)
            if (_reader.TokenType == JsonTokenType.PropertyName) ContentMember();
    }

    /// <summary>Reads a member inside the conversation; of an object or a list only its beginning, unless nothing in it matters.</summary>
    private void ContentMember()
    {
        var kind = KeptNames.KindOf(in _reader, _dialect);
        if (kind == KeptKind.Opaque) _reader.SkipValue();
        else if (kind is KeptKind.Thing or KeptKind.Holder or KeptKind.Address or KeptKind.Skill) Found(isSearch: false);
        else if (kind == KeptKind.IdHolder) Holder();
        else if (kind == KeptKind.Link) _media.ReadLink(ref _reader);
        else if (_dialect == Dialect.Responses && Is("result"u8)) _media.ReadPicture(ref _reader);
        else if (Is("inlineData"u8, "inline_data"u8) || Is("source"u8, "input_audio"u8)) _media.ReadSource(ref _reader);
        else if (Is("cache_control"u8, "prompt_cache_breakpoint"u8)) _cache.Read(ref _reader);
        else if (Is("encrypted_content"u8)) Cipher();
        else if (Is("type"u8)) PartType();
        else _reader.Read();
    }

    private void PartType()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.String) return;
        switch (_dialect)
        {
            case Dialect.Messages:
                _isOpen |= Is("document"u8);
                break;
            case Dialect.Chat:
                _isOpen |= Is("file"u8, "video_url"u8);
                break;
            case Dialect.Responses:
                _isOpen |= Is("input_file"u8, "item_reference"u8) || Is("file_search_call"u8, "web_search_call"u8) || Is("code_interpreter_call"u8);
                if (Is("reasoning"u8)) _thoughts++;
                break;
            default:
                break;
        }
    }

    private void Cipher()
    {
        _reader.Read();
        if (_dialect == Dialect.Responses && _reader.TokenType == JsonTokenType.String && _reader.ValueSpan.Length > 0) _thoughts--;
    }

    /// <summary>Gemini's parameters, one level down.</summary>
    private void Config()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject) return;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is("maxOutputTokens"u8, "max_output_tokens"u8)) Most(ref _limit);
            else if (Is("candidateCount"u8, "candidate_count"u8)) Choices();
            else if (Is("thinkingConfig"u8, "thinking_config"u8)) _thinking.Read(ref _reader);
            else _reader.SkipValue();
        }
    }

    /// <summary>A list of prompts is answered one by one; a list of numbers is one prompt.</summary>
    private void Prompts()
    {
        _reader.Read();
        _isOpen |= _reader.TokenType == JsonTokenType.StartObject;
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            _reader.Skip();
            return;
        }
        var prompts = 0;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType != JsonTokenType.Number) prompts++;
            _reader.Skip();
        }
        _prompts = Math.Max(1, prompts);
    }

    private void Tier()
    {
        _reader.Read();
        if (ServiceTiers.Read(ref _reader) is var tier and not (ServiceTier.Unstated or ServiceTier.Standard)) _tier = tier;
    }

    /// <summary>An earlier answer in sound, or a voice, by its identifier.</summary>
    private void Holder()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject) return;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            _isOpen |= Is("id"u8);
            _reader.SkipValue();
        }
    }

    private void Found(bool isSearch)
    {
        _reader.Read();
        var isSomething = _reader.TokenType != JsonTokenType.Null;
        (_isOpen, _searches) = (_isOpen | isSomething, _searches | (isSomething && isSearch));
        _reader.Skip();
    }

    private void Choices() => _choices = (int)Math.Clamp(_reader.Number() ?? 1, _choices, MostChoices);

    /// <summary>Of a number that stands twice the larger one counts: who reads the request may take either.</summary>
    private void Most(ref long? most) => most = MoreOf(most, _reader.Number());

    private static long? MoreOf(long? one, long? other) => one is { } first && other is { } second ? Math.Max(first, second) : one ?? other;

    private readonly bool Is(ReadOnlySpan<byte> text) => _reader.ValueTextEquals(text);

    private readonly bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) => _reader.ValueTextEquals(text) || _reader.ValueTextEquals(other);
}
