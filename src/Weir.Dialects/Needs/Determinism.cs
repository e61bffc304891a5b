using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Needs;

/// <summary>
/// Tells whether a request asks for the answer that there is, and not for one of many: a temperature of 0 or a seed, and no
/// alternatives. Providers come as near to that as they can; none of them promises it.
/// </summary>
public ref struct Determinism
{
    private Utf8JsonReader _reader;
    private bool _isCold;
    private bool _isSeeded;
    private bool _hasAlternatives;

    private Determinism(ReadOnlySpan<byte> request) => _reader = new Utf8JsonReader(request, EventJson.Options);

    /// <summary>Looks at a request of any dialect.</summary>
    /// <param name="request">The request's body. One that is no JSON object asks for nothing of the kind.</param>
    public static bool IsAskedFor(ReadOnlySpan<byte> request)
    {
        var determinism = new Determinism(request);
        try
        {
            return determinism.Read();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private bool Read()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject) return false;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            // Gemini has its parameters one level down.
            if (_reader.ValueTextEquals("generationConfig"u8) || _reader.ValueTextEquals("generation_config"u8)) Config();
            else Parameter();
        }
        return (_isCold || _isSeeded) && !_hasAlternatives;
    }

    private void Config()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject) _reader.Skip();
        else
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName) Parameter();
    }

    private void Parameter()
    {
        if (_reader.ValueTextEquals("temperature"u8)) _isCold = Number() == 0;
        else if (_reader.ValueTextEquals("seed"u8)) _isSeeded = Number() is not null;
        else if (_reader.ValueTextEquals("n"u8) || _reader.ValueTextEquals("candidateCount"u8) || _reader.ValueTextEquals("candidate_count"u8)) _hasAlternatives = Number() > 1;
        else _reader.Skip();
    }

    private double? Number()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Number) return _reader.GetDouble();
        _reader.Skip();
        return null;
    }
}
