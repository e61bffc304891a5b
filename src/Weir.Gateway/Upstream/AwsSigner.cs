using System.Security.Cryptography;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Json;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>Signs requests to Amazon Bedrock (AWS Signature Version 4).</summary>
internal sealed class AwsSigner(AwsModel aws, TimeProvider time)
{
    private const string Service = "bedrock";

    /// <summary>Adds the headers that prove who asks.</summary>
    public void Sign(HttpRequestMessage request, in EditedBody body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < EditedBody.Pieces; i++) hash.AppendData(body.Piece(i).Span);
        foreach (var (name, value) in SigV4.Sign(request.Method.Method, request.RequestUri!, Convert.ToHexStringLower(hash.GetHashAndReset()), Service, aws.Region, aws.AccessKeyId.Reveal(), aws.SecretAccessKey.Reveal(), aws.SessionToken?.Reveal(), time.GetUtcNow()))
            request.Headers.TryAddWithoutValidation(name, value);
    }
}
