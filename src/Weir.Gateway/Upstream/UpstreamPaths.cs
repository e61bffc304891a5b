using Weir.Dialects;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Gemini;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Upstream;

/// <summary>Where requests are posted to, relative to a provider's base address.</summary>
internal static class UpstreamPaths
{
    /// <summary>The path of a call in a provider's dialect.</summary>
    /// <param name="endpoint">What the client called.</param>
    /// <param name="api">What the provider is spoken to.</param>
    /// <param name="model">The model's name at the provider.</param>
    /// <param name="streamed">Whether a stream is wanted.</param>
    public static string Of(CallEndpoint endpoint, Dialect api, string model, bool streamed) => (endpoint.Operation, api) switch
    {
        (Operation.Generate, Dialect.Chat) => "/chat/completions",
        (Operation.Generate, Dialect.Responses) => "/responses",
        (Operation.Generate, Dialect.Messages) => "/messages",
        (Operation.Generate, Dialect.Gemini) => streamed ? $"{Named(model)}:streamGenerateContent?alt=sse" : $"{Named(model)}:generateContent",
        (Operation.Generate, Dialect.Converse) => ConverseDialect.PathOf(model, streamed),
        (Operation.Embed, Dialect.Chat) => "/embeddings",
        (Operation.Embed, Dialect.Gemini) when endpoint.Dialect != Dialect.Gemini => $"{Named(model)}:batchEmbedContents",
        (_, Dialect.Gemini) => $"{Named(model)}:{endpoint.Path}",
        // What is not translated goes where the client would have gone.
        _ => endpoint.Path["/v1".Length..],
    };

    /// <summary>Tuned models are a collection of their own, and the slash in their names stays one.</summary>
    private static string Named(string model) => "/" + Uri.EscapeDataString(GeminiDialect.ResourceOf(model)).Replace("%2F", "/", StringComparison.Ordinal);
}
