using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>
/// What a client asks of a model, free of any dialect. Made only where the client's dialect is not the upstream's. Values that
/// need no understanding (texts, schemas, numbers) stay the JSON that they were, and belong to the request's document.
/// </summary>
public sealed class Conversation
{
    /// <summary>The client's request as it came: what an answer has to repeat of it is taken from here.</summary>
    public required JsonElement Source { get; init; }

    /// <summary>What the client speaks: writers of the same dialect may rely on its defaults.</summary>
    public required Dialect ClientDialect { get; init; }

    /// <summary>Collects what the upstream cannot be told.</summary>
    public required RequestReading Reading { get; init; }

    /// <summary>Whether the answer is wanted as a stream of events.</summary>
    public bool Stream { get; set; }

    /// <summary>Whether the stream has to end with the usage (only OpenAI's chat makes a difference).</summary>
    public bool IncludeUsage { get; set; } = true;

    /// <summary>System prompts, questions, answers, tool results, in their order. At least one.</summary>
    public List<Turn> Turns { get; } = [];

    /// <summary>The functions that the model may call.</summary>
    public List<FunctionTool> Tools { get; } = [];

    /// <summary>Tools that run at a provider of the client's dialect, as the client wrote them. Each is an omission, which a writer that stays in the dialect takes back.</summary>
    public List<JsonCursor> HostedTools { get; } = [];

    /// <summary>Whether the upstream speaks the client's dialect, and is only told anew what the client said.</summary>
    public bool StaysInDialect { get; set; }

    /// <summary>Which tools may or must be called; null when the client says nothing.</summary>
    public ToolChoice? ToolChoice { get; set; }

    /// <summary>Whether several tools may be called in one answer; null when the client says nothing (every provider then allows it). What a provider cannot be told of it, <see cref="Answers.Promises"/> keeps.</summary>
    public bool? ParallelToolCalls { get; set; }

    /// <summary>Most tokens that the answer may have, reasoning included; null when the client sets no limit.</summary>
    public int? MaxOutputTokens { get; set; }

    /// <summary>Most tokens that may be asked for, reasoning included, whatever the client wants; null where nothing but the client's own limit holds.</summary>
    public int? OutputCap { get; set; }

    /// <summary>Set by writers whose dialect takes no limit as small as <see cref="MaxOutputTokens"/>: where the answer is cut on its way back, in tokens. Null where the provider keeps the limit.</summary>
    public int? CutsAfter { get; set; }

    /// <summary>The limit to write: the client's, and no more than the cap; null where there is neither.</summary>
    public int? OutputLimit => OutputCap is { } cap ? Math.Min(MaxOutputTokens ?? cap, cap) : MaxOutputTokens;

    /// <summary>The limit to write where there has to be one: a usual one where the client sets none, and no more than the cap.</summary>
    public int OutputLimitOr(int usual) => Math.Min(MaxOutputTokens ?? usual, OutputCap ?? int.MaxValue);

    /// <summary>Texts at which the answer ends, each a JSON string.</summary>
    public List<JsonElement> Stops { get; } = [];

    /// <summary>Where <see cref="Stops"/> stand in the client's request; <c>stop</c> unless the client's dialect has another name for them.</summary>
    public JsonPath StopsPath { get; set; } = JsonPath.Root.Member("stop");

    /// <summary>The form of the answer; null for free text.</summary>
    public AnswerFormat? Format { get; set; }

    /// <summary>How much the model should think, and whether its thoughts are shown; null when the client says nothing.</summary>
    public Reasoning? Reasoning { get; set; }

    /// <summary>All other parameters, under OpenAI's names where it has one. What a writer does not take becomes an omission.</summary>
    public Options Options { get; } = new();
}
