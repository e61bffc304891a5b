using System.Security.Cryptography;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Json;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>Signs requests to Amazon Bedrock (AWS Signature Version 4).</summary>
internal sealed class AwsSigner(AwsModel aws, TimeProvider time)
{
    private readonly SigV4Scope _scope = new("bedrock", aws.Region);
    private readonly SigV4Key _key = new(aws.AccessKeyId.Reveal(), aws.SecretAccessKey.Reveal(), aws.SessionToken?.Reveal());

    /// <summary>Adds the headers that prove who asks.</summary>
    public void Sign(HttpRequestMessage request, in EditedBody body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < body.Pieces; i++) hash.AppendData(body.Piece(i).Span);
        var payload = Convert.ToHexStringLower(hash.GetHashAndReset());
        foreach (var (name, value) in SigV4.Sign(request.Method.Method, request.RequestUri!, [], payload, _scope, _key, time.GetUtcNow()))
            request.Headers.TryAddWithoutValidation(name, value);
    }
}
