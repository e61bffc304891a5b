using Weir.Dialects;
using Weir.Dialects.Needs;
using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;

namespace Weir.Gateway.Budgets;

/// <summary>The most that an attempt can use, before it is made.</summary>
internal readonly record struct RequestBounds
{
    /// <summary>The context of a model of which nobody has said how large it is: the largest that is on offer (Gemini's 1,048,576 tokens).</summary>
    public const long LargestContext = 1_048_576;

    /// <summary>Tokens of an answer below which none is worth asking for; the least that OpenAI's Responses accept.</summary>
    private const int LeastAnswer = 16;

    /// <summary>Most input tokens, cached ones included.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Most output tokens of all answers together, reasoning included, where the request limits them; else null.</summary>
    public required long? OutputTokens { get; init; }

    /// <summary>Most output tokens of all answers together, whether the request limits them or only the model does.</summary>
    public required long MostOutput { get; init; }

    /// <summary>How many answers are made; at least 1. <see cref="Call.OutputLimit"/> is for one of them.</summary>
    public required int Choices { get; init; }

    /// <summary>The least output tokens of all answers together that it makes sense to ask for. All of <see cref="MostOutput"/> where the request knows no limit.</summary>
    public required long LowestOutput { get; init; }

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
    public static RequestBounds Of(Call call, DeploymentModel deployment)
    {
        var window = deployment.ContextWindow ?? LargestContext;
        var extent = default(RequestExtent);
        var output = call.Endpoint.HasOutput ? window : 0;
        return new RequestBounds { InputTokens = window, OutputTokens = extent.MaxOutputTokens, MostOutput = output, Choices = 1, LowestOutput = Math.Min(LeastAnswer, output), HasMedia = true };
    }
}
