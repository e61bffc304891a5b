using Weir.Dialects;

namespace Weir.Gateway.Endpoints;

/// <summary>A route of the gateway that is answered by an upstream.</summary>
/// <param name="Name">As the ledger and metrics name it.</param>
/// <param name="Dialect">What the client speaks: its requests, its answers, its errors.</param>
/// <param name="Operation">What is asked for.</param>
/// <param name="Path">Where clients post to; at Gemini the ending after the model's name.</param>
internal sealed record CallEndpoint(string Name, Dialect Dialect, Operation Operation, string Path)
{
    /// <summary>Whether the body may ask for a stream of events.</summary>
    public bool MayStream { get; init; }

    /// <summary>Whether the answer is a stream of events whatever the body says.</summary>
    public bool AlwaysStreams { get; init; }

    /// <summary>Whether the answer is made of output tokens; an embedding costs its input alone.</summary>
    public bool HasOutput => Operation is Operation.Generate or Operation.Relay;

    /// <summary>Whether its requests are prompts to a model that writes, of which many may be made from one template.</summary>
    public bool HasPrompt => Operation == Operation.Generate || this == Completions;

    /// <summary>Whether a request can limit the tokens of its answer.</summary>
    public bool KnowsOutputLimit => HasPrompt;

    /// <summary>Whether the answer is pictures.</summary>
    public bool MakesImages => Name == ImageGenerations.Name;

    /// <summary>Whether a stream can be asked to report its usage in a chunk of its own; elsewhere the wish would be an unknown parameter.</summary>
    public bool KnowsStreamOptions { get; init; }

    public static readonly CallEndpoint ChatCompletions = new("chat.completions", Dialect.Chat, Operation.Generate, "/v1/chat/completions") { MayStream = true, KnowsStreamOptions = true };

    public static readonly CallEndpoint Responses = new("responses", Dialect.Responses, Operation.Generate, "/v1/responses") { MayStream = true };

    public static readonly CallEndpoint Messages = new("messages", Dialect.Messages, Operation.Generate, "/v1/messages") { MayStream = true };

    public static readonly CallEndpoint CountTokens = new("messages.count_tokens", Dialect.Messages, Operation.CountTokens, "/v1/messages/count_tokens");

    public static readonly CallEndpoint InputTokens = new("responses.input_tokens", Dialect.Responses, Operation.CountTokens, "/v1/responses/input_tokens");

    public static readonly CallEndpoint Completions = new("completions", Dialect.Chat, Operation.Relay, "/v1/completions") { MayStream = true, KnowsStreamOptions = true };

    public static readonly CallEndpoint Moderations = new("moderations", Dialect.Chat, Operation.Relay, "/v1/moderations");

    public static readonly CallEndpoint ImageGenerations = new("images", Dialect.Chat, Operation.Relay, "/v1/images/generations") { MayStream = true };

    public static readonly CallEndpoint ImageEdits = new("images", Dialect.Chat, Operation.Relay, "/v1/images/edits") { MayStream = true };

    public static readonly CallEndpoint ImageVariations = new("images", Dialect.Chat, Operation.Relay, "/v1/images/variations");

    public static readonly CallEndpoint Speech = new("audio.speech", Dialect.Chat, Operation.Relay, "/v1/audio/speech") { MayStream = true };

    public static readonly CallEndpoint Transcriptions = new("audio.transcriptions", Dialect.Chat, Operation.Relay, "/v1/audio/transcriptions") { MayStream = true };

    public static readonly CallEndpoint Translations = new("audio.translations", Dialect.Chat, Operation.Relay, "/v1/audio/translations");

    public static readonly CallEndpoint Rerank = new("rerank", Dialect.Chat, Operation.Relay, "/v1/rerank");

    public static readonly CallEndpoint Embeddings = new("embeddings", Dialect.Chat, Operation.Embed, "/v1/embeddings");

    public static readonly CallEndpoint GenerateContent = new("generate_content", Dialect.Gemini, Operation.Generate, "generateContent");

    public static readonly CallEndpoint StreamGenerateContent = new("generate_content", Dialect.Gemini, Operation.Generate, "streamGenerateContent") { AlwaysStreams = true };

    public static readonly CallEndpoint GeminiCountTokens = new("generate_content.count_tokens", Dialect.Gemini, Operation.CountTokens, "countTokens");

    public static readonly CallEndpoint EmbedContent = new("embed_content", Dialect.Gemini, Operation.Embed, "embedContent");

    public static readonly CallEndpoint BatchEmbedContents = new("embed_content", Dialect.Gemini, Operation.Embed, "batchEmbedContents");

    /// <summary>Those whose path is fixed.</summary>
    public static readonly IReadOnlyList<CallEndpoint> Fixed =
    [
        ChatCompletions, Responses, InputTokens, Messages, CountTokens, Embeddings, Completions, Moderations,
        ImageGenerations, ImageEdits, ImageVariations, Speech, Transcriptions, Translations, Rerank,
    ];

    /// <summary>Those that Gemini's clients name after the model: <c>/v1beta/models/MODEL:ENDING</c>.</summary>
    public static readonly IReadOnlyList<CallEndpoint> OfGemini =
        [GenerateContent, StreamGenerateContent, GeminiCountTokens, EmbedContent, BatchEmbedContents];

    /// <summary>Every call endpoint there is.</summary>
    public static readonly IReadOnlyList<CallEndpoint> All = [.. Fixed, .. OfGemini];
}
