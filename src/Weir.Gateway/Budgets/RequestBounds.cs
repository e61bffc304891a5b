using Weir.Dialects.Needs;
using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;

namespace Weir.Gateway.Budgets;

/// <summary>The most that an attempt can use, before it is made. What of it a request leaves open is bounded by what the deployment's model takes and gives at all.</summary>
internal readonly record struct RequestBounds
{
    /// <summary>Tokens of a request and its answer where nobody has said how many the model takes: the largest context in the price books (xAI's Grok 4.1 Fast).</summary>
    public const long LargestContext = 2_000_000;

    /// <summary>Tokens of one answer below which none is worth asking for; the least that OpenAI's Responses API accepts.</summary>
    public const int LeastAnswer = 16;

    /// <summary>How often a provider may search the web where the request does not say; Anthropic's own loop ends after ten rounds.</summary>
    private const int UnstatedSearches = 10;

    /// <summary>Most pictures that OpenAI makes for one request. In forms, and in what only passes, their number is not looked for.</summary>
    private const int MostImages = 10;

    /// <summary>Most input tokens, cached ones included.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Most output tokens of all answers together, thoughts included, where what is asked for limits them; else null.</summary>
    public required long? OutputTokens { get; init; }

    /// <summary>Most output tokens of all answers together, whether the request limits them or only the model does.</summary>
    public required long MostOutput { get; init; }

    /// <summary>Most output tokens of all answers together that a limit may allow: providers refuse limits that are beyond their model, and only the operator knows where that is (<c>max_output_tokens</c>).</summary>
    public required long LargestLimit { get; init; }

    /// <summary>The least output tokens of all answers together that it makes sense to ask for. All of <see cref="MostOutput"/> where the request knows no limit.</summary>
    public required long LowestOutput { get; init; }

    /// <summary>How many answers are made; at least 1. <see cref="Call.OutputLimit"/> is for one of them.</summary>
    public required int Choices { get; init; }

    /// <summary>Whether pictures, recordings or things unknown may be among the input.</summary>
    public bool HasMedia { get; init; }

    /// <summary>Whether input may be written to the provider's prompt cache, as most do by themselves and Anthropic where it is asked to.</summary>
    public bool WritesCache { get; init; }

    /// <summary>Whether it may be kept there for an hour.</summary>
    public bool KeepsAnHour { get; init; }

    /// <summary>The service tier that is asked for; the provider may fall back to its usual one.</summary>
    public ServiceTier Tier { get; init; }

    /// <summary>Most searches of the web.</summary>
    public long Searches { get; init; }

    /// <summary>Most pictures that are made.</summary>
    public long Images { get; init; }

    /// <summary>Longest recording that is taken in, in microseconds.</summary>
    public long AudioMicros { get; init; }

    /// <summary>What a call can use at most at a deployment.</summary>
    public static RequestBounds Of(Call call, DeploymentModel deployment) => Of(call.Endpoint, call.Body!.Bytes.Span, deployment, call.Landing?.MaxTokens);

    /// <summary>What a request can use at most at a deployment.</summary>
    /// <param name="endpoint">What was called.</param>
    /// <param name="body">The request as the client wrote it.</param>
    /// <param name="deployment">Where it would go.</param>
    /// <param name="cap">Most output tokens of each answer, whatever the client asks for; null for as many as that.</param>
    public static RequestBounds Of(CallEndpoint endpoint, ReadOnlySpan<byte> body, DeploymentModel deployment, long? cap = null)
    {
        var extent = ExtentReader.Read(endpoint.Dialect, body);
        var isForm = !body.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
        var images = !endpoint.MakesImages ? 0 : isForm ? MostImages : extent.Choices;
        var answer = AnswerBounds.Of(endpoint, deployment, extent, images, cap);
        return new RequestBounds
        {
            InputTokens = endpoint.Operation == Operation.CountTokens ? 0 : InputBound.Of(extent, deployment),
            OutputTokens = answer.Stated,
            MostOutput = answer.Most,
            LargestLimit = answer.LargestLimit,
            LowestOutput = answer.Lowest,
            Choices = extent.Choices,
            HasMedia = extent.IsOpen || extent.Pictures > 0 || extent.AudioCharacters > 0,
            WritesCache = extent.WritesCache || deployment.Provider.Family is not (ProviderFamily.Anthropic or ProviderFamily.Bedrock),
            KeepsAnHour = extent.KeepsAnHour,
            Tier = extent.Tier,
            Searches = extent.Searches ? extent.MaxSearches ?? UnstatedSearches : 0,
            Images = endpoint.Name == RelayRoute.Name ? MostImages : images,
            AudioMicros = InputBound.MicrosOf(isForm ? body.Length : extent.AudioCharacters),
        };
    }
}
