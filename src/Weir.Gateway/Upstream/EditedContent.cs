using System.Net;
using Weir.Dialects.Json;

namespace Weir.Gateway.Upstream;

/// <summary>Sends a body with its edits, piece by piece, without putting it together first.</summary>
internal sealed class EditedContent : HttpContent
{
    private readonly EditedBody _body;

    public EditedContent(EditedBody body, string contentType)
    {
        _body = body;
        Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _body.Pieces; i++)
        {
            var piece = _body.Piece(i);
            if (!piece.IsEmpty) await stream.WriteAsync(piece, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
