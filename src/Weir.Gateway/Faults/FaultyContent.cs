using System.Net;

namespace Weir.Gateway.Faults;

/// <summary>The content of a response whose body a fault bends; disposing of it disposes of the response's own content, and so closes the connection.</summary>
internal sealed class FaultyContent : HttpContent
{
    private readonly HttpContent _own;
    private readonly Stream _body;

    private FaultyContent(HttpContent own, Stream body, string? contentType)
    {
        (_own, _body) = (own, body);
        foreach (var header in own.Headers.NonValidated) Headers.TryAddWithoutValidation(header.Key, header.Value);
        if (contentType is null) return;
        Headers.Remove("content-type");
        Headers.TryAddWithoutValidation("content-type", contentType);
    }

    /// <summary>What stands in for a response's content.</summary>
    /// <param name="fault">Of a kind that is on the body.</param>
    /// <param name="response">The provider's response.</param>
    /// <param name="body">Its body.</param>
    /// <param name="time">Times waits.</param>
    public static FaultyContent Of(FaultModel fault, HttpResponseMessage response, Stream body, TimeProvider time) => fault.Kind == FaultKind.WrongContentType
        ? new FaultyContent(response.Content, body, "text/plain; charset=utf-8")
        : new FaultyContent(response.Content, new FaultyBody(fault, body, BodyPieces.Of(response.Content.Headers), time), contentType: null);

    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => _body;

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(_body);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _body.CopyToAsync(stream);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _own.Dispose();
        base.Dispose(disposing);
    }
}
