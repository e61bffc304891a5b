using Weir.Gateway.Model;

namespace Weir.Gateway.Alerts;

/// <summary>An address that alerts are posted to.</summary>
/// <param name="Url">Absolute http or https address.</param>
/// <param name="IsSlack">Whether it is told in Slack's form, not in Weir's.</param>
/// <param name="Headers">Sent with every post.</param>
/// <param name="Key">Signs posts; null leaves them unsigned.</param>
internal sealed record WebhookModel(Secret Url, bool IsSlack, IReadOnlyList<KeyValuePair<string, Secret>> Headers, byte[]? Key);
