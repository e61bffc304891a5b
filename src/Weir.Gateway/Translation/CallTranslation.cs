using System.Buffers;
using System.Text.Json;
using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI.Responses;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Responses;

namespace Weir.Gateway.Translation;

/// <summary>A call whose client and upstream speak different dialects: what the upstream is sent, and how its answer is told to the client.</summary>
internal sealed class CallTranslation : IDisposable
{
    private readonly JsonDocument _document;

    private CallTranslation(JsonDocument document, IClientDialect client, IProviderDialect provider, AnswerContext context, ReadOnlyMemory<byte> request)
    {
        _document = document;
        Client = client;
        Provider = provider;
        Context = context;
        Request = request;
    }

    public IClientDialect Client { get; }

    public IProviderDialect Provider { get; }

    /// <summary>What writing the answer takes.</summary>
    public AnswerContext Context { get; }

    /// <summary>The request in the upstream's dialect.</summary>
    public ReadOnlyMemory<byte> Request { get; }

    /// <summary>The parameters that the upstream could not be told, as the client wrote them; empty when there are none.</summary>
    public string Dropped { get; private init; } = "";

    /// <summary>Whether a stream goes out as one JSON array instead of events: Gemini's way with clients that do not ask for <c>alt=sse</c>.</summary>
    public bool AsArray { get; private init; }

    /// <summary>Who answers, where that is another dialect's provider and its signatures have to be told from others.</summary>
    public Dialect? Marks { get; private init; }

    /// <summary>Whether the upstream speaks another dialect than the client, and headers of the client's mean nothing to it.</summary>
    public bool CrossesDialects => Marks is not null;

    /// <summary>Whether the client's request goes out as it came although its answer is told anew.</summary>
    public bool PassesRequest { get; private init; }

    /// <summary>Whether less output is asked for than the client asks for.</summary>
    public bool IsLimited { get; private init; }

    /// <summary>How many alternative answers were asked for.</summary>
    public int Choices { get; private init; } = 1;

    /// <summary>Translates a call's request for a deployment.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deployment">Where it goes.</param>
    /// <param name="api">What is spoken there.</param>
    /// <param name="mayPass">Whether the upstream could be sent the request as it came.</param>
    /// <param name="error">Why it cannot be translated, or null.</param>
    /// <returns>The translation, which the caller disposes of; or null.</returns>
    public static CallTranslation? Begin(Call call, DeploymentModel deployment, Dialect api, bool mayPass, out CallError? error)
    {
        var document = RequestReading.Parse(call.Body!.Bytes, out var reading);
        if (document is null)
        {
            error = CallErrors.BadRequest(reading.Fault!);
            return null;
        }
        try
        {
            var (translation, refused) = Translate(call, deployment, api, mayPass, document, reading);
            error = refused;
            if (translation is not null) document = null;
            return translation;
        }
        catch (InvalidOperationException)
        {
            // Names of members are compared unescaped, which a half of a surrogate pair does not survive.
            error = CallErrors.BadRequest(new("A string holds half of a surrogate pair.", "invalid_json", null, null));
            return null;
        }
        finally
        {
            document?.Dispose();
        }
    }

    /// <summary>Whether a client of Gemini's wants its stream as an array.</summary>
    public static bool WantsArray(Call call) => call.Endpoint == CallEndpoint.StreamGenerateContent && call.Http.Request.Query["alt"] != "sse";

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private static (CallTranslation?, CallError?) Translate(Call call, DeploymentModel deployment, Dialect api, bool mayPass, JsonDocument document, RequestReading reading)
    {
        var client = DialectTable.Client(call.Endpoint.Dialect);
        var request = new JsonCursor(document.RootElement, JsonPath.Root, reading);
        var conversation = call.History.Count == 0 ? client.Read(request) : ResponsesDialect.Read(request, ItemsOf(call.History));
        if (reading.Fault is { } fault) return (null, CallErrors.BadRequest(fault));
        conversation.Stream = call.Record.Streamed;
        if (call.OutputLimit is { } cap) conversation.OutputCap = (int)Math.Min(cap, int.MaxValue);
        conversation.StaysInDialect = api == call.Endpoint.Dialect;
        // Both are Weir's own business here: it has put what was said before in front, and keeps the answer itself.
        if (call.Endpoint.Dialect == Dialect.Responses) conversation.Options.Settle("previous_response_id", "store");
        if (call.Endpoint.Dialect == Dialect.Messages && !conversation.StaysInDialect && call.Http.Request.Headers.ContainsKey("anthropic-beta"))
            reading.Omit(JsonPath.Root.Member("anthropic-beta"));

        OmitMetadata(conversation, api);
        SignatureMark.Unmark(conversation, call.Endpoint.Dialect, api);
        var provider = DialectTable.Provider(api);
        var rescue = call.Rescue is { IsUnderWay: true } underWay ? underWay : null;
        var isPrefilled = rescue?.TryPrefill(conversation, deployment, api) == true;
        var passes = mayPass && !isPrefilled;
        var written = new ArrayBufferWriter<byte>(call.Body!.Bytes.Length + 256);
        provider.Write(conversation, TargetOf(deployment, isPrefilled), written);
        if (reading.Fault is { } unwritable) return (null, CallErrors.BadRequest(unwritable));
        var dropped = "";
        if (!passes && OmissionPolicy.Judge(call.Route!, reading.Omissions, out dropped) is { } refused) return (null, refused);
        var context = new AnswerContext
        {
            CallId = call.Record.Id,
            Model = deployment.UpstreamModel,
            CreatedAt = call.Record.StartedAt / 1_000_000,
            Conversation = conversation,
            Time = call.Time,
        };
        return (new CallTranslation(document, client, provider, rescue?.Continue(context) ?? context, written.WrittenMemory)
        {
            PassesRequest = passes,
            IsLimited = conversation.OutputCap < (conversation.MaxOutputTokens ?? (api == Dialect.Messages ? deployment.MaxOutputTokens : int.MaxValue)),
            Choices = Math.Max(1, call.Head!.Choices),
            Dropped = dropped,
            AsArray = WantsArray(call),
            Marks = api == call.Endpoint.Dialect ? null : api,
        }, null);
    }

    /// <summary>Of a client's metadata the ledger keeps what says whose call it is. Other labels are lost where the provider does not keep them.</summary>
    private static void OmitMetadata(Conversation conversation, Dialect api)
    {
        if (!conversation.Options.TryPeek("metadata", out var metadata) || metadata.Kind != JsonValueKind.Object) return;
        var isKept = api == Dialect.Responses || (api == Dialect.Chat && conversation.Options.TryPeek("store", out var store) && store.Kind == JsonValueKind.True);
        if (!isKept) metadata.OmitOthers("feature", "session", "session_id", "user_id");
    }

    /// <summary>All that was asked and answered before, in order.</summary>
    private static List<JsonElement> ItemsOf(IReadOnlyList<StoredResponse> history)
    {
        var items = new List<JsonElement>();
        foreach (var response in history)
        {
            items.AddRange(StoredJson.Parse(response.Input.Span).EnumerateArray());
            if (StoredJson.Parse(response.Body.Span).TryGetProperty("output"u8, out var output) && output.ValueKind == JsonValueKind.Array) items.AddRange(output.EnumerateArray());
        }
        return items;
    }

    private static ProviderTarget TargetOf(DeploymentModel deployment, bool isPrefilled) => new()
    {
        Model = deployment.UpstreamModel,
        MaxOutputTokens = deployment.MaxOutputTokens,
        MaxTokensMember = deployment.Provider.MaxTokensMember,
        Prefill = isPrefilled ? deployment.Prefill : PrefillStyle.None,
    };
}
