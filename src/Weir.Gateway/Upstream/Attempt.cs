using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.Answers.Checks;
using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Relay;
using Weir.Gateway.Rescue;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Upstream;

/// <summary>One try at one upstream, while it is under way.</summary>
internal sealed class Attempt(DeploymentModel deployment, UpstreamClient client, AttemptRecord record, AttemptWatch watch) : IDisposable
{
    /// <summary>One or two are a server's mistake; more are something else than an answer.</summary>
    private const int MostSkipped = 16;

    private volatile bool _hasContent;

    public DeploymentModel Deployment { get; } = deployment;

    /// <summary>The dialect that the upstream is spoken to.</summary>
    public required Dialect Api { get; init; }

    /// <summary>How the upstream's dialect becomes the client's, for conversations; null where they are the same and bytes pass as they are.</summary>
    public CallTranslation? Translation { get; init; }

    /// <summary>Whether another attempt of the same call may be under way beside it, so that nothing of its answer goes out before its first content.</summary>
    public bool IsContested { get; set; }

    /// <summary>Whether the first content has come. May be asked while the answer is being taken in.</summary>
    public bool HasContent
    {
        get => _hasContent;
        set => _hasContent = value;
    }

    /// <summary>Whether the upstream works on by itself once it has taken the request in, whatever becomes of the connection.</summary>
    public bool IsBackground { get; init; }

    /// <summary>The same for embeddings.</summary>
    public EmbeddingTranslation? Embedding { get; init; }

    /// <summary>Whether the upstream is asked in another way than the client asked, so that neither request nor answer pass as they are.</summary>
    public bool IsTranslated => Translation is not null || Embedding is not null;

    /// <summary>The connections that it goes over.</summary>
    public UpstreamClient Client { get; } = client;

    /// <summary>What the ledger will keep of it.</summary>
    public AttemptRecord Record { get; } = record;

    public AttemptWatch Watch { get; } = watch;

    /// <summary>The upstream's response once its headers are there.</summary>
    public HttpResponseMessage? Response { get; set; }

    /// <summary>What it has for the client; set once the headers are there and good.</summary>
    public Draft? Draft { get; set; }

    /// <summary>What it takes to go on with its stream, or null; the call's own once the stream goes out.</summary>
    public StreamRescue? Rescue { get; set; }

    /// <summary>How the answer gets to the client; set once the headers are there and good.</summary>
    public IAnswerRelay? Relay { get; set; }

    /// <summary>Why the model stopped, as the upstream said it, or null.</summary>
    public string? FinishReason { get; set; }

    /// <summary>The parameters that the upstream could not be told, as the client wrote them; empty when there are none.</summary>
    public string Dropped => Translation?.Dropped ?? Embedding?.Dropped ?? "";

    /// <summary>Its place at the deployment, which is left by whoever has the permit; null for what takes none.</summary>
    public Slot? Slot { get; set; }

    /// <summary>The rest of an event stream that has said everything; read on when nobody waits any more.</summary>
    public EventStreamBody? Rest { get; set; }

    /// <summary>Whether an answer has begun to come, which providers charge for whether or not they get to say how much.</summary>
    public bool HasProduced { get; set; }

    /// <summary>Bytes of text that the answer brought so far, for an estimate when the upstream reports no usage.</summary>
    public long ContentBytes { get; set; }

    /// <summary>What the upstream said at the beginning of an answer that it had used until then, for answers that are broken off.</summary>
    public TokenUsage? EarlyUsage { get; private set; }

    /// <summary>What the answer held and the client's dialect has no word for, in the provider's words; known at the end of a translated answer.</summary>
    public IReadOnlyList<string> LeftOut { get; set; } = [];

    /// <summary>What was learnt of the answer so far.</summary>
    public AnswerFacts Facts { get; set; }

    /// <summary>What reads the answer along to judge it; null where nothing has to.</summary>
    public AnswerChecker? Checker { get; set; }

    /// <summary>Set when the answer came whole and was no good.</summary>
    public FailureClass? Poor { get; set; }

    /// <summary>Whether Weir asked for the usage chunk on the client's behalf, and so has to take it out again.</summary>
    public bool StripsUsage { get; set; }

    /// <summary>Whether it is asked for less output than the client asked for.</summary>
    public bool IsLimited { get; set; }

    /// <summary>How many events were passed over because they are none in the upstream's dialect.</summary>
    public int Skipped { get; private set; }

    /// <summary>Passes over an event that is none in the upstream's dialect.</summary>
    /// <returns>False when there were so many that this is no answer.</returns>
    public bool TrySkip() => ++Skipped <= MostSkipped;

    /// <summary>Notes how it ended.</summary>
    /// <param name="error">Why there is no whole answer, or null.</param>
    public void End(CallError? error)
    {
        Record.Outcome = error?.Outcome ?? Outcome.Completed;
        Record.ErrorCode = error?.Code;
        // A page of a proxy is nothing that anybody charges for. Where a model's text has come, or its provider's count, it was at work.
        if (error?.Failure == FailureClass.Garbled && ContentBytes == 0 && EarlyUsage is null) HasProduced = false;
    }

    /// <summary>Keeps what was learnt from an answer.</summary>
    public void Learn(in AnswerFacts facts)
    {
        Facts = facts;
        (HasProduced, ContentBytes) = (facts.ContentBytes > 0, facts.ContentBytes);
        Record.ModelAnswered = facts.Model;
        FinishReason = facts.FinishReason;
        if (facts.Usage is not { } usage) return;
        if (!facts.IsUsageFinal)
        {
            // The prompt was read and will be charged; what was answered meanwhile is not in it.
            (EarlyUsage, HasProduced) = (usage, true);
            return;
        }
        Record.Usage = usage;
        Record.UsageSource = UsageSource.Provider;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The response first: disposing of one that has not been read to its end closes the connection, which is what
        // makes the upstream stop producing.
        Relay?.Dispose();
        if (Rest is { } rest) _ = rest.FinishAsync(Response!, Watch.Time);
        else Response?.Dispose();
        Watch.Dispose();
        Translation?.Dispose();
        Checker?.Dispose();
        Draft?.Dispose();
    }
}
