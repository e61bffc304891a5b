using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Dialects.Bedrock;

/// <summary>
/// Signs requests as AWS Signature Version 4 wants it, for services other than S3: each segment of the path is encoded once more
/// than it is sent, so that the <c>:</c> of a model's name, sent as <c>%3A</c>, is signed as <c>%253A</c>.
/// </summary>
public static class SigV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The hash of a payload, as a signature takes it.</summary>
    public static string Hash(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));

    /// <summary>Signs a request.</summary>
    /// <param name="method">Such as <c>POST</c>.</param>
    /// <param name="uri">Where it goes, with its path as it will be sent.</param>
    /// <param name="headers">The headers to sign beside the host and those that are given back; each has to be sent as it is given here.</param>
    /// <param name="payloadHash"><see cref="Hash"/> of the body.</param>
    /// <param name="scope">The service and region, such as <c>bedrock</c> and <c>eu-central-1</c>.</param>
    /// <param name="key">The credential.</param>
    /// <param name="now">The time, which AWS lets differ from its own by five minutes.</param>
    /// <returns>The headers to add: <c>X-Amz-Date</c>, <c>X-Amz-Security-Token</c> for a key that has one, <c>Authorization</c>.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> Sign(
        string method, Uri uri, IEnumerable<KeyValuePair<string, string>> headers, string payloadHash, SigV4Scope scope, SigV4Key key, DateTimeOffset now)
    {
        var date = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var added = new List<KeyValuePair<string, string>> { new("X-Amz-Date", date) };
        if (key.SessionToken is { } token) added.Add(new("X-Amz-Security-Token", token));
        var signed = Canonical([.. headers, .. added], uri);
        var names = string.Join(';', signed.Select(header => header.Name));
        var lines = string.Concat(signed.Select(header => $"{header.Name}:{header.Value}\n"));
        var request = $"{method}\n{CanonicalPath(uri)}\n{CanonicalQuery(uri)}\n{lines}\n{names}\n{payloadHash}";
        var credentialScope = $"{date[..8]}/{scope.Region}/{scope.Service}/aws4_request";
        var toSign = $"{Algorithm}\n{date}\n{credentialScope}\n{Hash(Encoding.UTF8.GetBytes(request))}";
        var signature = Convert.ToHexStringLower(Mac(SigningKey(key, scope, date[..8]), toSign));
        added.Add(new("Authorization", $"{Algorithm} Credential={key.AccessKey}/{credentialScope}, SignedHeaders={names}, Signature={signature}"));
        return added;
    }

    private static byte[] SigningKey(SigV4Key key, SigV4Scope scope, string day)
    {
        var ofDay = Mac(Encoding.UTF8.GetBytes("AWS4" + key.SecretKey), day);
        return Mac(Mac(Mac(ofDay, scope.Region), scope.Service), "aws4_request");
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    /// <summary>Names in lower case and in order, values of one name joined, white space inside them as a single space.</summary>
    private static List<(string Name, string Value)> Canonical(List<KeyValuePair<string, string>> headers, Uri uri)
    {
        if (!headers.Exists(header => header.Key.Equals("host", StringComparison.OrdinalIgnoreCase))) headers.Add(new("host", uri.Authority));
        return [.. headers
            .GroupBy(header => header.Key.ToLowerInvariant(), header => string.Join(' ', header.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, string.Join(',', group)))];
    }

    private static string CanonicalPath(Uri uri) => string.Join('/', uri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string CanonicalQuery(Uri uri)
    {
        if (uri.Query.Length < 2) return "";
        var parameters = uri.Query[1..].Split('&').Select(parameter =>
        {
            var (name, value) = parameter.Split('=', 2) is [var before, var after] ? (before, after) : (parameter, "");
            return (Name: Uri.EscapeDataString(Uri.UnescapeDataString(name)), Value: Uri.EscapeDataString(Uri.UnescapeDataString(value)));
        });
        return string.Join('&', parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value, StringComparer.Ordinal).Select(parameter => $"{parameter.Name}={parameter.Value}"));
    }
}
