namespace Weir.Gateway.Audit;

/// <summary>Which entries of the audit log are wanted; null for all.</summary>
/// <param name="Object">The name of what was changed.</param>
/// <param name="Since">From when on.</param>
/// <param name="Action">What was done; all of a kind where it ends with a dot: <c>key.</c></param>
internal sealed record AuditFilter(string? Object = null, DateTimeOffset? Since = null, string? Action = null);
