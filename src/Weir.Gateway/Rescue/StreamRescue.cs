using System.Buffers;
using System.Text.Json;
using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Routing;
using Weir.Gateway.Upstream;
using Weir.Tokens;

namespace Weir.Gateway.Rescue;

/// <summary>
/// Going on with one call's stream after it broke in the middle: what the client has been sent, and how another attempt takes
/// over. A model that can is asked to go on from there (prefill); any other is asked anew, and joins in where the client is.
/// </summary>
/// <param name="first">The attempt whose answer the client has the beginning of.</param>
internal sealed class StreamRescue(Attempt first)
{
    /// <summary>Most attempts that may take over from the first one.</summary>
    private const int MostTries = 2;

    /// <summary>A shorter text is soon said again, and too short to tell a continuation from a beginning; in bytes.</summary>
    private const int ShortestPrefill = 16;

    private readonly bool _passes = first.Translation is null;
    private readonly string _model = first.Deployment.UpstreamModel;
    private DeploymentModel? _refusing;
    private int _tries;

    /// <summary>What the client has been sent.</summary>
    public SentAnswer Sent { get; } = new();

    /// <summary>Whether the stream has broken and another attempt takes over.</summary>
    public bool IsUnderWay => _tries > 0;

    /// <summary>How many bytes of the text the attempt under way was given to go on from; 0 when it begins anew.</summary>
    public int Prefilled { get; private set; }

    /// <summary>Whether the attempt under way was asked to go on with the text.</summary>
    public bool IsPrefilled => Prefilled > 0;

    /// <summary>Begins to keep what an attempt sends, where it could be of use.</summary>
    /// <returns>Where it is kept, or null.</returns>
    public static SentAnswer? Watch(Call call, Attempt attempt)
    {
        if (call.Rescue is { IsUnderWay: true } underWay) attempt.Rescue = underWay;
        else if (MayHelp(call, attempt)) attempt.Rescue = new StreamRescue(attempt);
        return attempt.Rescue?.Sent;
    }

    /// <summary>Whether another attempt may take over from one that failed; counts it.</summary>
    /// <param name="sent">The attempt that failed.</param>
    /// <param name="error">How.</param>
    public bool TryTakeOver(in SentAttempt sent, CallError error)
    {
        var isOver = sent.Attempt is not null && error.Failure.EndsCall();
        if (isOver || !Sent.CanGoOn || _tries >= MostTries) return false;
        _tries++;
        return true;
    }

    /// <summary>Whether a failed attempt was refused for the text that it was to go on from; then the same deployment is asked anew.</summary>
    public bool TurnsToRestart(Call call, in SentAttempt sent)
    {
        var isRefused = IsPrefilled && (sent.Attempt is null || sent.Attempt.Record.Status is 400 or 422);
        if (isRefused) _refusing = call.Deployment;
        StartOver();
        return isRefused;
    }

    /// <summary>Notes that the attempt under way begins anew although it was asked to go on.</summary>
    public void StartOver() => Prefilled = 0;

    /// <summary>Has the model go on with what the client has been sent, where it can.</summary>
    /// <param name="conversation">What is going to be asked; changed if it can.</param>
    /// <param name="deployment">Who is asked.</param>
    /// <param name="api">What is spoken there.</param>
    public bool TryPrefill(Conversation conversation, DeploymentModel deployment, Dialect api)
    {
        // Anthropic refuses white space at the end, and no beginning is taken where thoughts or a form are wanted.
        var text = Sent.Text.TrimEnd(" \t\r\n"u8);
        Prefilled = 0;
        if (text.Length < ShortestPrefill || deployment == _refusing || !Takes(deployment.Prefill, api)) return false;
        if (conversation.Format is not null || (conversation.Reasoning is not null && api is Dialect.Messages or Dialect.Converse)) return false;
        Prefilled = text.Length;
        var inside = new ArrayBufferWriter<byte>(text.Length + 2);
        inside.Write("\""u8);
        inside.WriteEscaped(text);
        inside.Write("\""u8);
        var said = JsonDocument.Parse(inside.WrittenMemory).RootElement;
        conversation.Turns.Add(new Turn(TurnRole.Assistant, [new TextPart(said, JsonPath.Root)]));
        if (conversation.MaxOutputTokens is { } limit) conversation.MaxOutputTokens = (int)Math.Max(1, limit - TokenEstimate.OfBytes(text.Length));
        return true;
    }

    /// <summary>What writing the rest of the answer takes: it stays the answer that the client knows.</summary>
    public AnswerContext Continue(AnswerContext context) => context with
    {
        Model = _model,
        CreatedAt = Sent.CreatedAt ?? context.CreatedAt,
        AnswerId = _passes && RawJson.Say(Sent.Id.Span) is { Length: > 0 } id ? id : null,
        Items = Sent.Items,
    };

    /// <summary>Brings a writer to where the client is.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="sequence">The number of the event that the client expects next.</param>
    public void Resume(AnswerWriter writer, long sequence)
    {
        var output = writer.Output;
        writer.Output = new ArrayBufferWriter<byte>();
        Sent.Replay(writer);
        writer.Output = output;
        writer.ContinueAt(sequence);
    }

    /// <summary>The usage as the client is told it: of a continuation, the text that it was given was answer and not question.</summary>
    public TokenUsage Told(TokenUsage usage)
    {
        if (!IsPrefilled) return usage;
        var before = TokenEstimate.OfBytes(Prefilled);
        var input = Sent.EarlyUsage.Input > 0 ? Sent.EarlyUsage.Input : Math.Max(0, usage.Input - before);
        return usage with { Input = input, CachedInput = Math.Min(usage.CachedInput, input), CacheWrite = Math.Min(usage.CacheWrite, input), Output = usage.Output + before };
    }

    /// <summary>
    /// A stream of one answer that goes out before it is whole, and somebody who could take over: another deployment, or the same
    /// one where it can go on; asked anew, it would hardly say the same again.
    /// </summary>
    private static bool MayHelp(Call call, Attempt attempt) =>
        call is { Record.Streamed: true, Endpoint.Operation: Operation.Generate, Head.Choices: <= 1, Route: { Commit: not CommitPoint.Full } route }
        && !attempt.IsBackground
        && (Router.HasOther(call, attempt.Deployment) || (route.Retries > 0 && Takes(attempt.Deployment.Prefill, attempt.Api)));

    private static bool Takes(PrefillStyle style, Dialect api) => style switch
    {
        PrefillStyle.None => false,
        PrefillStyle.Assistant => api != Dialect.Responses,
        _ => api == Dialect.Chat,
    };
}
