using System.Globalization;
using Weir.Dialects.OpenAI;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Calls;

/// <summary>Every error that the call path can answer with. docs/reference/errors.md lists the same set.</summary>
internal static class CallErrors
{
    private const string InvalidRequest = "invalid_request_error";
    private const string Upstream = "upstream_error";

    /// <summary>OpenAI's SDKs wait for as long as they are told up to a minute; told more, they come back after half a second.</summary>
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private const string SharedAccount = "shared_account";

    public static CallError MissingKey() => Rejected(401, InvalidRequest, "missing_api_key",
        "You didn't provide an API key. Send a Weir key as 'Authorization: Bearer KEY', 'x-api-key: KEY', 'api-key: KEY' or 'x-goog-api-key: KEY'.");

    /// <summary>The wording gives nothing of the key back: it may be somebody's real secret, sent to the wrong place.</summary>
    public static CallError InvalidKey() => Rejected(401, InvalidRequest, "invalid_api_key",
        "The API key is not known to this gateway, or was revoked. Make one with 'weir keys create'; a provider's own key is not accepted here.");

    /// <summary>A key or session that spends far more than usual, or goes round in circles, was paused.</summary>
    /// <param name="what"><c>key</c>, <c>session</c> or <c>user</c>.</param>
    /// <param name="hold">Why, and until when.</param>
    public static CallError Paused(string what, Hold hold) => Rejected(403, InvalidRequest, "calls_paused",
        $"Calls of this {what} are paused until {Shown(hold.Until)}: {hold.Reason} {(what == "key" ? "The operator can let it go on at once (weir keys resume)." : "")}".TrimEnd());

    /// <inheritdoc cref="Paused"/>
    /// <param name="what"><c>key</c>, <c>session</c> or <c>user</c>.</param>
    /// <param name="hold">Why, and until when.</param>
    /// <param name="wait">How long until the next call may go on.</param>
    public static CallError Throttled(string what, Hold hold, TimeSpan wait) => Rejected(429, "rate_limit_error", "calls_throttled",
        $"Calls of this {what} are limited to {hold.CallsPerMinute} a minute until {Shown(hold.Until)}: {hold.Reason}") with { RetryAfter = wait };

    public static CallError ModelNotAllowed(string model) => Rejected(403, InvalidRequest, "model_not_allowed",
        $"This key may not use the model '{model}'. Ask for a key that lists it.", "model");

    public static CallError ModelNotFound(string model, IReadOnlyList<string> nearest) => Rejected(404, InvalidRequest, "model_not_found",
        nearest.Count == 0
            ? $"The model '{model}' does not exist. GET /v1/models lists those that do."
            : $"The model '{model}' does not exist. Did you mean {string.Join(" or ", nearest.Select(name => $"'{name}'"))}?", "model");

    public static CallError ModelMissing() => Rejected(400, InvalidRequest, "missing_required_parameter",
        "You must provide a model parameter.", "model");

    public static CallError RelayNotAllowed() => Rejected(403, InvalidRequest, "model_not_allowed",
        "This key may use certain models only, and the request is for something else.");

    public static CallError RouteNotFound(string method, string path) => Rejected(404, InvalidRequest, "unknown_url",
        $"Unknown request URL: {method} {path}. Check the path and method; docs/reference/endpoints.md lists them.");

    public static CallError MethodNotAllowed(string method, string path) => Rejected(405, InvalidRequest, "method_not_allowed",
        $"{path} does not accept {method}.");

    public static CallError BadRequest(RequestFault fault) => Rejected(400, InvalidRequest, fault.Code,
        fault.Position is { } at ? $"{fault.Message} (line {at.Line}, column {at.Column})" : fault.Message, fault.Param);

    /// <summary>Unknown, forgotten, or another tenant's: nobody is told which.</summary>
    public static CallError PreviousResponseNotFound(string id) => Rejected(404, InvalidRequest, "previous_response_not_found",
        $"Previous response with id '{Shown(id)}' not found.", "previous_response_id");

    public static CallError HistoryTooLarge(long limit) => Rejected(413, InvalidRequest, "request_too_large",
        $"The conversation that the request goes on from is over the limit of {limit:N0} bytes (limits.request_body).", "previous_response_id");

    public static CallError HistoryTooLong(int limit) => Rejected(400, InvalidRequest, "conversation_too_long",
        $"The conversation that the request goes on from has more than {limit:N0} answers, and its provider does not have it. Begin a new one with what matters of it.",
        "previous_response_id");

    /// <summary>The conversation's end is there, but not all that came before, which an upstream that does not have it would have to be told.</summary>
    public static CallError HistoryGone(string id, string missing) => Rejected(404, InvalidRequest, "previous_response_not_found",
        $"The response '{Shown(id)}' goes on from '{Shown(missing)}', which was deleted or is over its time (responses.retention), so the conversation is not whole any more. "
        + "Begin a new one with what matters of it.", "previous_response_id");

    public static CallError ResponsesFull(long held, long limit) => Rejected(400, InvalidRequest, "stored_responses_full",
        $"This tenant's stored responses have {held:N0} bytes, and may have {limit:N0} (responses.tenant_bytes). Say store: false, or delete some (DELETE /v1/responses/ID); "
        + "the operator can raise the limit, or shorten the time for which they are kept (responses.retention).", "store");

    /// <inheritdoc cref="PreviousResponseNotFound"/>
    public static CallError ResponseNotFound(string id) => Rejected(404, InvalidRequest, "response_not_found",
        $"Response with id '{Shown(id)}' not found.", "id");

    public static CallError NotStreamable() => Rejected(400, InvalidRequest, "unsupported_parameter",
        "A response that is kept cannot be had as a stream. Leave stream out, and ask again until its status is neither queued nor in_progress.", "stream");

    public static CallError NotCancellable(string id) => Rejected(400, InvalidRequest, "not_cancellable",
        $"The response '{Shown(id)}' cannot be cancelled: it was not made with background: true.", "id");

    /// <summary>The upstream cannot be told what the client says, and leaving it out would be a lie.</summary>
    /// <param name="model">The model asked for.</param>
    /// <param name="what">What cannot be said and why: one or more, in words.</param>
    /// <param name="param">The first of them.</param>
    /// <param name="mayDrop">Whether the operator could allow it to be left out.</param>
    public static CallError Unsupported(string model, string what, string param, bool mayDrop) => Rejected(400, InvalidRequest, "unsupported_parameter",
        $"The upstream of the model '{model}' cannot be told: {what}. Leave it out, or ask for another model"
        + (mayDrop ? "; the operator can allow parameters to be dropped (models.NAME.drop)." : "."), param);

    /// <summary>The upstream has nothing like the endpoint that was called.</summary>
    public static CallError UnsupportedEndpoint(string model, string endpoint) => Rejected(400, InvalidRequest, "unsupported_endpoint",
        model.Length == 0
            ? $"The upstream that requests without a model go to (server.relay_to) offers nothing like {endpoint}."
            : $"The upstream of the model '{model}' offers nothing like {endpoint}. Ask for another model.", "model");

    /// <summary>The upstream's dialect has no embeddings.</summary>
    public static CallError NoEmbeddings(string model, string provider) => Rejected(400, InvalidRequest, "unsupported_endpoint",
        $"The provider '{provider}' of the model '{model}' has no embeddings that Weir can ask for. Ask for a model of a provider of dialect openai or gemini.", "model");

    /// <summary>Something that a provider keeps may be another tenant's.</summary>
    /// <param name="provider">Whose account it is kept in.</param>
    /// <param name="path">What names it.</param>
    /// <param name="written">The dialect in whose words the path is, where those are not the client's; else null.</param>
    public static CallError AccountShared(string provider, string path, string? written = null) => Rejected(400, InvalidRequest, SharedAccount,
        $"'{Shown(path)}'{(written is null ? "" : $" of the request as it would be sent ({written})")} names something that is kept in the account of the provider '{provider}'. "
        + "Other tenants of this gateway use that account too, so it may be theirs. Send the content itself; "
        + $"the operator can say whose account it is (providers.{provider}.account_of).", path);

    /// <inheritdoc cref="AccountShared"/>
    public static CallError AccountClosed(string provider) => Rejected(403, InvalidRequest, SharedAccount,
        $"The request acts on the account of the provider '{provider}', which other tenants of this gateway use too. "
        + $"The operator can say whose account it is (providers.{provider}.account_of).");

    /// <summary>Never made, forgotten, or another tenant's: nobody is told which.</summary>
    public static CallError ItemNotFound(string id, string provider) => Rejected(404, InvalidRequest, "item_not_found",
        $"Item with id '{Shown(id)}' not found: it is in none of this tenant's stored responses. Send the item itself; "
        + $"the operator can say whose account the provider's is (providers.{provider}.account_of).", "input");

    public static CallError BadHeader(string header, string problem) => Rejected(400, InvalidRequest, "invalid_header",
        $"The header '{header}' {problem}", header);

    public static CallError BadMember(string member, string problem) => Rejected(400, InvalidRequest, "invalid_value",
        $"The member '{member}' {problem}", member);

    public static CallError BodyTooLarge(long limit) => Rejected(413, InvalidRequest, "request_too_large",
        $"The request body is over the limit of {limit:N0} bytes (limits.request_body).");

    public static CallError BodyTooSlow() => Rejected(408, InvalidRequest, "request_timeout",
        "The request body did not arrive in time.");

    public static CallError BodyIncomplete() => Rejected(400, InvalidRequest, "incomplete_body",
        "The request body ended before it was whole.");

    public static CallError Overloaded(int limit) => Rejected(503, "service_unavailable_error", "server_overloaded",
        $"This gateway already has {limit:N0} calls in flight (limits.calls_in_flight).") with { RetryAfter = TimeSpan.FromSeconds(1) };

    public static CallError Draining() => Rejected(503, "service_unavailable_error", "server_draining",
        "This gateway is shutting down and takes no new calls.") with { RetryAfter = TimeSpan.FromSeconds(2) };

    public static CallError Interrupted() => new()
    {
        Status = 503, Type = "service_unavailable_error", Code = "server_draining", Outcome = Outcome.Truncated,
        Message = "This gateway shut down before the answer was whole.",
    };

    /// <summary>A budget is used up. Asking again does not help before it begins anew, and the SDKs are told so.</summary>
    /// <param name="budget">Its name.</param>
    /// <param name="limit">What it is, in words: <c>25.00 USD a day</c>.</param>
    /// <param name="needed">What the call can come to, where something is left and that is why; else null.</param>
    /// <param name="resets">When it begins anew; null for one that never does.</param>
    /// <param name="contact">Whom to ask for more, in the operator's words, or null.</param>
    public static CallError BudgetExceeded(string budget, string limit, string? needed, DateTimeOffset? resets, string? contact) =>
        Rejected(402, "insufficient_quota", "budget_exceeded",
            $"The budget '{budget}' ({limit}) does not allow for this request{(needed is null ? "" : $", which can come to {needed}: ask for less (max_tokens)")}. {Again(resets)}{Ask(contact)}") with { MayRetry = false };

    /// <summary>Nobody can say what the call would cost, and a budget in money is never to be exceeded.</summary>
    /// <param name="budget">Its name.</param>
    /// <param name="deployment">Whose price is not known.</param>
    public static CallError BudgetUnpriced(string budget, string deployment) =>
        Rejected(402, "insufficient_quota", "budget_needs_price",
            $"The budget '{budget}' is never to be exceeded, and the price of the deployment '{deployment}' is not known. Ask for another model; "
            + $"the operator can say its price (deployments.{deployment}.price).") with { MayRetry = false };

    /// <summary>A budget is new, and what was spent before is being counted.</summary>
    /// <param name="budget">Its name.</param>
    public static CallError BudgetNotCounted(string budget) =>
        Rejected(429, "rate_limit_error", "budget_busy",
            $"The budget '{budget}' is new, and what was spent before is still being counted. Try again in 5 s.") with { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>What was spent of a budget stands on disk, and cannot be read.</summary>
    /// <param name="budget">Its name.</param>
    public static CallError BudgetNotRead(string budget) =>
        Rejected(429, "rate_limit_error", "budget_busy",
            $"What was spent of the budget '{budget}' cannot be read at the moment. Try again in 5 s; the operator finds the reason in the gateway's log.") with { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>What is left of a budget is reserved for calls under way, which will not all need what they reserve.</summary>
    /// <param name="budget">Its name.</param>
    /// <param name="limit">What it is, in words.</param>
    /// <param name="retryAfter">When some of them will have ended.</param>
    public static CallError BudgetBusy(string budget, string limit, TimeSpan retryAfter) =>
        Rejected(429, "rate_limit_error", "budget_busy",
            $"What is left of the budget '{budget}' ({limit}) is reserved for calls under way. Try again in {Math.Ceiling(retryAfter.TotalSeconds):0} s, or ask for a shorter answer.") with { RetryAfter = retryAfter };

    /// <summary>A limit on requests, tokens or calls under way is reached. Where that is not over in a minute the SDKs are told not to ask again by themselves.</summary>
    public static CallError RateLimited(LimitRefusal refusal)
    {
        var (limit, wait) = (refusal.Limit, Math.Ceiling(refusal.Wait.TotalSeconds));
        var needs = refusal.Needed > 1 ? $", and this request needs about {refusal.Needed}{(refusal.Needed > refusal.Size ? ": more than the whole limit, so that it has to be alone" : "")}" : "";
        var used = refusal.Unit == LimitUnit.Calls ? $"{refusal.Used} {(refusal.Used == 1 ? "is" : "are")} under way" : $"{refusal.Used} {(refusal.Used == 1 ? "is" : "are")} used or set aside{needs}";
        return Rejected(429, "rate_limit_error", "rate_limit_exceeded",
            $"The limit '{limit.Name}' ({limit.Describe(refusal.Unit, refusal.IsDay, refusal.Size)}) is reached: {used}. Try again in {wait:0} s.") with
        {
            RetryAfter = refusal.Wait, MayRetry = refusal.Wait > LongestRetry ? false : null, RecordedAs = $"rate_limit_exceeded:{limit.Name}",
        };
    }

    /// <summary>Nobody is told: the status is for the ledger (nginx's 499).</summary>
    public static CallError ClientGone() => Internal() with { Status = 499, Code = "client_gone", Outcome = Outcome.ClientGone };

    /// <summary>The time that the call had is over, whichever attempt was under way.</summary>
    public static CallError DeadlineExceeded(TimeSpan deadline, string phase) => new()
    {
        Status = 504, Type = Upstream, Code = "deadline_exceeded", Outcome = Outcome.TimedOut,
        Message = $"The call did not end within its deadline of {deadline.TotalSeconds:0.###} s (phase: {phase}).",
    };

    /// <summary>Every deployment that could answer has as many calls as it can take, and as many wait as it is worth waiting.</summary>
    public static CallError ModelOverloaded(string model, TimeSpan retryAfter) => new()
    {
        Status = 503, Type = "service_unavailable_error", Code = "model_overloaded", Outcome = Outcome.Rejected, Failure = FailureClass.Overloaded, RetryAfter = retryAfter,
        Message = $"The deployments of the model '{model}' have all the calls that they can take. Try again in {Math.Ceiling(retryAfter.TotalSeconds):0} s.",
    };

    /// <summary>Every deployment that could answer is left alone for now.</summary>
    public static CallError ModelUnavailable(string model, TimeSpan retryAfter) => new()
    {
        Status = 503, Type = "service_unavailable_error", Code = "model_unavailable", Outcome = Outcome.UpstreamFailed, Failure = FailureClass.Overloaded, RetryAfter = retryAfter,
        Message = $"No deployment of the model '{model}' answers at the moment, and all of them are given time to recover. Try again in {Math.Ceiling(retryAfter.TotalSeconds):0} s.",
    };

    /// <summary>No deployment offers all that the request asks for at a time.</summary>
    public static CallError NotCapable(string model, Capabilities needs) => Rejected(400, InvalidRequest, "unsupported_parameter",
        $"No deployment of the model '{model}' can be asked for all of: {needs.ToString().ToLowerInvariant()}. Leave some of it out, or ask for another model.");

    public static CallError RegionNotServed(string model, string tenant) => Rejected(403, InvalidRequest, "region_not_allowed",
        $"No deployment of the model '{model}' is in a region in which the tenant '{tenant}' may be answered (tenants.{tenant}.regions). Ask for another model.", "model");

    public static CallError LedgerUnavailable() => new()
    {
        Status = 503, Type = "service_unavailable_error", Code = "ledger_unavailable", Outcome = Outcome.InternalError,
        Message = "The call could not be recorded, so its answer is withheld. The operator has to look at the gateway's disk and log.",
    };

    public static CallError NotRecording() => LedgerUnavailable() with
    {
        Message = "Calls cannot be recorded, so none is taken. The operator has to look at the gateway's log.",
    };

    public static CallError Internal() => new()
    {
        Status = 500, Type = "server_error", Code = "internal_error", Outcome = Outcome.InternalError,
        Message = "The gateway failed. Its log has the details under this request's id (x-request-id).",
    };

    private static string Again(DateTimeOffset? resets) =>
        resets is { } at ? string.Create(CultureInfo.InvariantCulture, $"It begins anew at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.") : "It does not begin anew by itself.";

    private static string Ask(string? contact) => contact is null ? "" : $" Ask {contact} for more.";

    private static string Shown(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    private static string Shown(string id) => id.Length <= 128 ? id : id[..128] + "…";

    private static CallError Rejected(int status, string type, string code, string message, string? param = null) => new()
    {
        Status = status, Type = type, Code = code, Message = message, Param = param, Outcome = Outcome.Rejected,
    };
}
