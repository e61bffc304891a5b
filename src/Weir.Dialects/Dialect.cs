namespace Weir.Dialects;

/// <summary>A wire format for asking a model and for its answer. Every one but the last can be spoken by clients, every one by providers.</summary>
public enum Dialect
{
    /// <summary>OpenAI's <c>/v1/chat/completions</c>, which most providers speak.</summary>
    Chat,

    /// <summary>OpenAI's <c>/v1/responses</c>.</summary>
    Responses,

    /// <summary>Anthropic's <c>/v1/messages</c>.</summary>
    Messages,

    /// <summary>Gemini's <c>models/M:generateContent</c> and <c>:streamGenerateContent</c>.</summary>
    Gemini,

    /// <summary>Amazon Bedrock's Converse and ConverseStream.</summary>
    Converse,
}
