using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Weir.Dialects;
using Weir.Dialects.Errors;
using Weir.Dialects.Limits;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Limits;
using Weir.Gateway.Translation;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>
/// What the client is sent. Everything but the end of an answer goes out as it comes; the end is held back until the call is
/// settled, so that whoever has seen an answer end finds it in the ledger.
/// </summary>
internal sealed class Reply(HttpResponse response, string requestId, Dialect dialect, TimeProvider time) : IDisposable
{
    private const int LongestDropped = 1024;

    private byte[]? _ending;
    private int _endingLength;
    private bool _headersSet;
    private PipeWriter? _instead;

    /// <summary>The caller's own limits, which it is told in place of the provider's; null where it has none.</summary>
    public CallLimits? Limits { get; set; }

    /// <summary>Whether anything was sent; from then on the status can no longer change.</summary>
    public bool HasStarted => response.HasStarted;

    /// <summary>Whether anything was written, sent or not; from then on nothing can be taken back.</summary>
    public bool HasBegun => response.HasStarted || Output is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 };

    /// <summary>Forgets status and headers of an attempt that another one takes over from.</summary>
    public void Reset()
    {
        response.Clear();
        _headersSet = false;
        (IsStream, WriteStreamError, Sequence) = (false, null, 0);
    }

    /// <summary>Whether the answer is a stream of events, which can end with an error event.</summary>
    public bool IsStream { get; private set; }

    /// <summary>Writes an error into a stream that is no stream of events; null for those that are.</summary>
    public Action<ClientError>? WriteStreamError { get; set; }

    /// <summary>The number of the next event, for dialects that number them.</summary>
    public long Sequence { get; set; }

    /// <summary>Where the answer is written, all but its end.</summary>
    public PipeWriter Output => _instead ?? response.BodyWriter;

    /// <summary>Has the answer written to something that passes it on; null is the response itself, as at the beginning.</summary>
    public void WriteTo(PipeWriter? instead) => _instead = instead;

    /// <summary>Takes over the status and the headers that clients may see.</summary>
    /// <param name="from">The upstream's response.</param>
    /// <param name="isTranslated">Whether its body does not go out as it is, so that what describes the body is left behind.</param>
    public void Forward(HttpResponseMessage from, bool isTranslated)
    {
        SetOwnHeaders();
        response.StatusCode = (int)from.StatusCode;
        Forward(from.Headers.NonValidated, isTranslated);
        if (!isTranslated) Forward(from.Content.Headers.NonValidated, isTranslated);
    }

    /// <summary>Says who answers, after how many attempts, what a budget did to the call, and what was lost in translation on the way there and back.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The attempt that answers.</param>
    public void Name(Call call, Attempt attempt)
    {
        response.Headers["x-weir-deployment"] = attempt.Deployment.Name;
        var attempts = call.Record.Attempts.Count;
        if (attempt.IsLimited) NameIn(LandingHeaders.MaxTokens, LandingHeaders.LimitOf(call));
        if (call.Landing is { } landing) NameIn(LandingHeaders.Degraded, LandingHeaders.Describe(landing));
        QueueHeader.Tell(call);
        if (attempts > 1) response.Headers["x-weir-attempts"] = attempts.ToString(CultureInfo.InvariantCulture);
        NameIn("x-weir-dropped", attempt.Dropped);
        if (attempt.LeftOut.Count > 0) NameIn("x-weir-left-out", string.Join(", ", attempt.LeftOut));
    }

    private void NameIn(string header, string names)
    {
        if (names.Length == 0) return;
        // Others choose the names: what a header cannot carry is shown as a question mark, and no list grows without end.
        var shown = string.Create(Math.Min(names.Length, LongestDropped), names, static (text, all) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = all[i] is >= ' ' and <= '~' ? all[i] : '?';
        });
        response.Headers[header] = names.Length > LongestDropped ? shown + "..." : shown;
    }

    /// <summary>Says that the numbers in the answer are Weir's own estimate.</summary>
    public void Estimated()
    {
        SetOwnHeaders();
        response.Headers["x-weir-estimated"] = "true";
    }

    /// <summary>Begins an answer that no upstream of this call gave.</summary>
    public void Begin(int status, IReadOnlyList<KeyValuePair<string, StringValues>> headers, bool isStream)
    {
        SetOwnHeaders();
        response.StatusCode = status;
        foreach (var (name, value) in headers)
            if (!IsHidden(name)) response.Headers[name] = value;
        if (isStream) BeginStream();
    }

    /// <summary>Says what the body is, where it is not the upstream's own.</summary>
    public void Describe(string contentType) => response.ContentType = contentType;

    /// <summary>Announces the answer's length.</summary>
    public void Announce(long length) => response.ContentLength = length;

    /// <summary>Makes the answer a stream that no proxy in between should buffer.</summary>
    public void BeginStream()
    {
        IsStream = true;
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no";
    }

    /// <summary>Keeps bytes back as the answer's end. Called once.</summary>
    public void Hold(ReadOnlySpan<byte> ending)
    {
        var rented = ArrayPool<byte>.Shared.Rent(ending.Length);
        ending.CopyTo(rented);
        Hold(rented, ending.Length);
    }

    /// <summary>Keeps the beginning of a rented buffer back as the answer's end, and takes the buffer over. Called once.</summary>
    public void Hold(byte[] rented, int length) => (_ending, _endingLength) = (rented, length);

    /// <summary>What was held back.</summary>
    public ReadOnlyMemory<byte> Ending => _ending.AsMemory(0, _endingLength);

    /// <summary>Sends what was held back: the call is settled.</summary>
    public async ValueTask FinishAsync()
    {
        if (_endingLength > 0) response.BodyWriter.Write(_ending.AsSpan(0, _endingLength));
        // Completing flushes by itself, except the end of a body that has begun and whose length was announced.
        if (response.HasStarted && response.ContentLength is not null) await response.BodyWriter.FlushAsync();
        await response.CompleteAsync();
    }

    /// <summary>Ends the answer with an error: as status and body while that is possible, else by breaking the connection, which no
    /// client takes for a whole answer. A stream is told why in an event first; the event alone would not do, since there are
    /// clients (OpenAI's own for .NET) that pass over it and see an orderly end.</summary>
    public async ValueTask FailAsync(CallError error)
    {
        SetOwnHeaders();
        // What was written cannot be taken back, sent or not.
        if (!response.HasStarted && Output is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 }) await Output.FlushAsync();
        if (!response.HasStarted)
        {
            ReplyError.WriteBody(response, dialect, error, Told(error));
            await response.CompleteAsync();
            return;
        }
        if (IsStream)
        {
            if (WriteStreamError is not null) WriteStreamError(Told(error));
            else ReplyError.WriteEvent(response.BodyWriter, dialect, error, Told(error));
            await response.BodyWriter.FlushAsync();
        }
        Abort();
    }

    /// <summary>Breaks the connection.</summary>
    public void Abort() => response.HttpContext.Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ending is not null) ArrayPool<byte>.Shared.Return(_ending);
        _ending = null;
    }

    private void Forward(HttpHeadersNonValidated headers, bool isTranslated)
    {
        foreach (var header in headers)
        {
            if (!HeaderPolicy.Response.Allows(header.Key) || IsHidden(header.Key) || header.Value.ToString() is not { } value || !IsSendable(value)) continue;
            if (!isTranslated) response.Headers[header.Key] = value;
            else if (RateLimitHeaders.TryTranslate(header.Key, value, dialect, time, out var name, out var said)) response.Headers[name] = said;
        }
    }

    /// <summary>What is left of the operator's limits at a provider says nothing to a caller that has others.</summary>
    private bool IsHidden(string header) => Limits is not null && LimitHeader.TryRead(header, out _, out _);

    /// <summary>Kestrel refuses to send anything but printable ASCII; a header less is better than an answer less.</summary>
    private static bool IsSendable(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private void SetOwnHeaders()
    {
        if (_headersSet || response.HasStarted) return;
        _headersSet = true;
        response.Headers["x-request-id"] = requestId;
        if (dialect == Dialect.Messages) response.Headers["request-id"] = requestId;
        Limits?.Write(response.Headers, dialect);
    }

    private ClientError Told(CallError error) => new(error.Status, error.Type, error.Code, error.Message, error.Param, requestId, Sequence);
}
