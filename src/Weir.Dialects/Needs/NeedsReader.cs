using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Dialects.Kept;

namespace Weir.Dialects.Needs;

/// <summary>
/// Finds out what a request needs, in one pass over its bytes and without making anything. What counts is where a word
/// stands: texts, schemas and the arguments of tools may hold any.
/// </summary>
public ref struct NeedsReader
{
    private readonly Dialect _dialect;
    private readonly ReadOnlySpan<byte> _request;
    private Utf8JsonReader _reader;
    private bool _tools;
    private bool _images;
    private bool _audio;
    private bool _files;
    private bool _schema;
    private long _textBytes;
    private int _media;
    private long? _maxOutputTokens;

    private NeedsReader(Dialect dialect, ReadOnlySpan<byte> request)
    {
        _dialect = dialect;
        _request = request;
        _reader = new Utf8JsonReader(request, EventJson.Options);
    }

    /// <summary>Reads a request.</summary>
    /// <param name="dialect">What the client speaks.</param>
    /// <param name="request">The request's body. One that is no JSON object, such as a form, needs nothing.</param>
    public static RequestNeeds Read(Dialect dialect, ReadOnlySpan<byte> request)
    {
        var reader = new NeedsReader(dialect, request);
        try
        {
            return reader.Read();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private RequestNeeds Read()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject) return default;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName) Member();
        return new RequestNeeds(_tools, _images, _audio, _files, _schema) { TextBytes = _textBytes, Media = _media, MaxOutputTokens = _maxOutputTokens };
    }

    /// <summary>Reads a member of the top object. No dialect has another's member of these names.</summary>
    private void Member()
    {
        if (Is("messages"u8) || Is("input"u8) || Is("contents"u8) || Is("system"u8) || Is("instructions"u8) || Is("prompt"u8) || Is("systemInstruction"u8, "system_instruction"u8)) Content();
        else if (Is("tools"u8, "functions"u8)) Tools();
        else if (Is("generationConfig"u8, "generation_config"u8) || Is("response_format"u8) || Is("text"u8) || Is("output_config"u8, "output_format"u8)) Format();
        else if (Is("max_tokens"u8) || Is("max_completion_tokens"u8, "max_output_tokens"u8)) Limit();
        else if (Is("modalities"u8)) Modalities();
        else _reader.SkipValue();
    }

    private void Content()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String) _textBytes += _reader.ValueSpan.Length;
        if (_reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        var depth = _reader.CurrentDepth;
        while (_reader.Read() && _reader.CurrentDepth > depth)
        {
            if (_reader.TokenType == JsonTokenType.PropertyName) ContentMember();
            else if (_reader.TokenType == JsonTokenType.String) _textBytes += _reader.ValueSpan.Length;
        }
    }

    /// <summary>Reads a member inside the conversation; of an object or a list only its beginning.</summary>
    private void ContentMember()
    {
        if (KeptNames.KindOf(in _reader, _dialect) == KeptKind.Opaque)
        {
            Opaque();
            return;
        }
        var isType = Is("type"u8);
        var isMediaType = _dialect == Dialect.Gemini && Is("mimeType"u8, "mime_type"u8);
        var isNoText = isType || isMediaType || IsBytes();
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.String) return;
        if (isType) PartType();
        else if (isMediaType) MediaType();
        if (!isNoText) _textBytes += _reader.ValueSpan.Length;
    }

    /// <summary>Whether the member's text is the bytes or the address of media, or a cipher: nothing that has tokens of its own.</summary>
    private readonly bool IsBytes() =>
        Is("data"u8, "file_data"u8) || Is("url"u8, "image_url"u8) || Is("result"u8) || Is("fileUri"u8, "file_uri"u8)
        || Is("signature"u8, "encrypted_content"u8) || Is("thoughtSignature"u8, "thought_signature"u8);

    private void PartType()
    {
        switch (_dialect)
        {
            case Dialect.Messages:
                if (Is("image"u8)) Found(ref _images);
                else if (Is("document"u8)) Found(ref _files);
                break;
            case Dialect.Responses:
                if (Is("input_image"u8, "computer_screenshot"u8) || Is("image_generation_call"u8)) Found(ref _images);
                else if (Is("input_file"u8)) Found(ref _files);
                else if (Is("input_audio"u8)) Found(ref _audio);
                break;
            case Dialect.Chat:
                if (Is("image_url"u8)) Found(ref _images);
                else if (Is("file"u8, "video_url"u8)) Found(ref _files);
                else if (Is("input_audio"u8, "audio_url"u8)) Found(ref _audio);
                break;
            default:
                break;
        }
    }

    /// <summary>Gemini's parts have no type but that of their bytes.</summary>
    private void MediaType()
    {
        if (_reader.ValueSpan.StartsWith("image/"u8)) Found(ref _images);
        else if (_reader.ValueSpan.StartsWith("audio/"u8)) Found(ref _audio);
        else Found(ref _files);
    }

    private void Tools()
    {
        _reader.Read();
        var start = (int)_reader.TokenStartIndex;
        var isList = _reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
        _reader.Skip();
        if (!isList) return;
        var list = _request[(start + 1)..((int)_reader.BytesConsumed - 1)];
        _tools |= list.IndexOfAnyExcept(" \t\r\n"u8) >= 0;
        _textBytes += list.Length;
    }

    /// <summary>Reads the form that the answer is to have, and beside it, with Gemini, its length.</summary>
    private void Format()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _reader.Skip();
            return;
        }
        var depth = _reader.CurrentDepth;
        while (_reader.Read() && _reader.CurrentDepth > depth)
        {
            if (_reader.TokenType != JsonTokenType.PropertyName) continue;
            if (Is("maxOutputTokens"u8, "max_output_tokens"u8)) Limit();
            else if (Is("type"u8))
            {
                _reader.Read();
                _schema |= _reader.TokenType == JsonTokenType.String && Is("json_schema"u8);
            }
            else if (KeptNames.KindOf(in _reader, _dialect) == KeptKind.Opaque || Is("_responseJsonSchema"u8))
            {
                // Only Gemini's are enough to say that there is one; a format says so itself.
                var isGeminis = !Is("schema"u8);
                Opaque();
                _schema |= isGeminis && _reader.TokenType == JsonTokenType.EndObject;
            }
        }
    }

    private void Limit()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var limit)) _maxOutputTokens = Math.Max(_maxOutputTokens ?? 0, limit);
        else _reader.Skip();
    }

    private void Modalities()
    {
        _reader.Read();
        var depth = _reader.CurrentDepth;
        if (_reader.TokenType != JsonTokenType.StartArray) return;
        while (_reader.Read() && _reader.CurrentDepth > depth) _audio |= _reader.TokenType == JsonTokenType.String && Is("audio"u8);
    }

    /// <summary>Steps over data of the client's or the model's, which the model reads as text.</summary>
    private void Opaque()
    {
        _reader.Read();
        var start = _reader.TokenStartIndex;
        _reader.Skip();
        _textBytes += _reader.BytesConsumed - start;
    }

    private void Found(ref bool kind)
    {
        kind = true;
        _media++;
    }

    private readonly bool Is(ReadOnlySpan<byte> text) => _reader.ValueTextEquals(text);

    private readonly bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) => _reader.ValueTextEquals(text) || _reader.ValueTextEquals(other);
}
