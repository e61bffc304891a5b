using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Gateway.Anomalies;

/// <summary>Identifiers of anomalies: the same for what is found twice, as after a crash.</summary>
internal static class AnomalyId
{
    /// <param name="kind">What was found.</param>
    /// <param name="subject">Of whom.</param>
    /// <param name="since">When it began.</param>
    public static string Of(string kind, string subject, DateTimeOffset since) =>
        "an_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}\n{subject}\n{since.UtcTicks}"))).AsSpan(0, 8));
}
