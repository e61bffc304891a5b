using Weir.Dialects.Anthropic;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Embeddings;
using Weir.Dialects.Gemini;
using Weir.Dialects.Gemini.Embeddings;
using Weir.Dialects.OpenAI.Chat;
using Weir.Dialects.OpenAI.Embeddings;
using Weir.Dialects.OpenAI.Responses;

namespace Weir.Dialects;

/// <summary>Which class speaks which dialect.</summary>
public static class DialectTable
{
    /// <summary>Speaks a dialect with clients.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No client speaks it.</exception>
    public static IClientDialect Client(Dialect dialect) => dialect switch
    {
        Dialect.Chat => ChatDialect.Instance,
        Dialect.Responses => ResponsesDialect.Instance,
        Dialect.Messages => MessagesDialect.Instance,
        Dialect.Gemini => GeminiDialect.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "no client speaks it"),
    };

    /// <summary>Speaks a dialect with providers.</summary>
    public static IProviderDialect Provider(Dialect dialect) => dialect switch
    {
        Dialect.Chat => ChatDialect.Instance,
        Dialect.Responses => ResponsesDialect.Instance,
        Dialect.Messages => MessagesDialect.Instance,
        Dialect.Gemini => GeminiDialect.Instance,
        Dialect.Converse => ConverseDialect.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "not a dialect"),
    };

    /// <summary>Speaks with clients that want embeddings.</summary>
    /// <param name="dialect">The client's dialect.</param>
    /// <param name="isBatch">Whether the client calls Gemini's method for many texts; OpenAI's has no other.</param>
    public static IEmbeddingClient EmbeddingClient(Dialect dialect, bool isBatch) =>
        dialect != Dialect.Gemini ? OpenAIEmbeddings.Instance : isBatch ? GeminiEmbeddings.Many : GeminiEmbeddings.One;

    /// <summary>Asks providers of a dialect for embeddings; null where the dialect has none.</summary>
    public static IEmbeddingProvider? EmbeddingProvider(Dialect dialect) => dialect switch
    {
        Dialect.Chat => OpenAIEmbeddings.Instance,
        Dialect.Gemini => GeminiEmbeddings.Many,
        _ => null,
    };

    /// <summary>Whether a dialect's errors are OpenAI's error object.</summary>
    public static bool HasOpenAIErrors(Dialect dialect) => dialect is Dialect.Chat or Dialect.Responses;
}
