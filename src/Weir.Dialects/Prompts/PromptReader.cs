using System.Text.Json;

namespace Weir.Dialects.Prompts;

/// <summary>
/// Finds out which prompt template a request was made from, while somebody else reads the request: the hash of the stored prompt
/// that it names, else of its system text, else of how its first user text begins. Requests of one template have one hash as far as
/// that can be told from outside. Nothing is unescaped, copied or kept of any text.
/// </summary>
/// <param name="dialect">What the request is written in.</param>
internal struct PromptReader(Dialect dialect)
{
    /// <summary>So many turns are looked at for the first user's: before it come instructions, examples, a greeting.</summary>
    private const int MostTurns = 8;

    private ulong? _stored;
    private ulong? _system;
    private ulong? _user;

    /// <summary>The hash, or null where the request has no text of any of these kinds.</summary>
    public readonly ulong? Hash => _stored ?? _system ?? _user;

    /// <summary>Reads a member of the request's top object.</summary>
    /// <param name="reader">Stands at the member's name, in a text that is known to be JSON.</param>
    public void ReadMember(Utf8JsonReader reader)
    {
        try
        {
            if (IsSystem(ref reader)) _system = HashOf(reader, isUser: false);
            else if (IsTurns(ref reader)) ReadTurns(reader);
            else if (reader.ValueTextEquals("prompt"u8)) ReadPrompt(reader);
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair. Whether it may stand there is not asked here.
        }
    }

    private readonly bool IsSystem(scoped ref Utf8JsonReader reader) => dialect switch
    {
        Dialect.Responses => reader.ValueTextEquals("instructions"u8),
        Dialect.Messages => reader.ValueTextEquals("system"u8),
        Dialect.Gemini => reader.ValueTextEquals("systemInstruction"u8) || reader.ValueTextEquals("system_instruction"u8),
        _ => false,
    };

    private readonly bool IsTurns(scoped ref Utf8JsonReader reader) => dialect switch
    {
        Dialect.Responses => reader.ValueTextEquals("input"u8),
        Dialect.Gemini => reader.ValueTextEquals("contents"u8),
        _ => reader.ValueTextEquals("messages"u8),
    };

    /// <summary>A prompt that the provider keeps, by its identifier; or the text to complete.</summary>
    private void ReadPrompt(Utf8JsonReader reader)
    {
        if (HashOf(reader, isUser: true) is { } text) _user = text;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String)
            {
                var hash = default(PromptHash);
                hash.Add(reader.ValueSpan);
                _stored = hash.Value;
            }
            reader.Skip();
        }
    }

    private void ReadTurns(Utf8JsonReader reader)
    {
        reader.Read();
        var text = default(PromptHash);
        if (reader.TokenType == JsonTokenType.String) UserText.Add(reader.ValueSpan, ref text);
        _user = text.Value;
        if (reader.TokenType != JsonTokenType.StartArray) return;
        var system = default(PromptHash);
        for (var turn = 0; turn < MostTurns && _user is null && reader.Read() && reader.TokenType == JsonTokenType.StartObject; turn++) ReadTurn(ref reader, ref system);
        _system ??= system.Value;
    }

    private void ReadTurn(scoped ref Utf8JsonReader reader, ref PromptHash system)
    {
        // Gemini lets a user's turn go without a role.
        var (isSystem, isUser, hasContent) = (false, dialect == Dialect.Gemini, false);
        Utf8JsonReader content = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = reader.ValueTextEquals("role"u8);
            if (reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("parts"u8))
            {
                content = reader;
                hasContent = true;
            }
            reader.Read();
            if (isRole && reader.TokenType == JsonTokenType.String)
            {
                isSystem = reader.ValueTextEquals("system"u8) || reader.ValueTextEquals("developer"u8);
                isUser = reader.ValueTextEquals("user"u8);
            }
            reader.Skip();
        }
        if (!hasContent || !(isSystem || isUser)) return;
        var user = default(PromptHash);
        content.Read();
        if (isSystem) AddTexts(ref content, ref system, isUser: false);
        else AddTexts(ref content, ref user, isUser: true);
        _user = user.Value;
    }

    private static ulong? HashOf(Utf8JsonReader reader, bool isUser)
    {
        var hash = default(PromptHash);
        reader.Read();
        AddTexts(ref reader, ref hash, isUser);
        return hash.Value;
    }

    /// <summary>Adds what a value says: a text, a list of texts or of parts, or an object that holds such a list.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="hash">Where texts are added; of a user's, only the first.</param>
    /// <param name="isUser">Whether it is a user's text and not the system's.</param>
    private static void AddTexts(scoped ref Utf8JsonReader reader, ref PromptHash hash, bool isUser)
    {
        var depth = reader.CurrentDepth;
        if (reader.TokenType == JsonTokenType.String) Add(reader.ValueSpan, ref hash, isUser);
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        while (reader.Read() && reader.CurrentDepth > depth && !(isUser && hash.Value is not null))
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var isText = reader.ValueTextEquals("text"u8);
                var isList = reader.ValueTextEquals("parts"u8);
                reader.Read();
                if (!isText && !isList)
                {
                    reader.Skip();
                    continue;
                }
            }
            if (reader.TokenType == JsonTokenType.String) Add(reader.ValueSpan, ref hash, isUser);
        }
    }

    private static void Add(ReadOnlySpan<byte> text, ref PromptHash hash, bool isUser)
    {
        if (isUser) UserText.Add(text, ref hash);
        else hash.AddWithoutNumbers(text);
    }
}
