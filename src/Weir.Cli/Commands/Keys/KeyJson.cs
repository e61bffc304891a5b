using Weir.Cli.Output;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;

namespace Weir.Cli.Commands.Keys;

/// <summary>Keys as <c>--json</c> prints them; never with their hash.</summary>
internal static class KeyJson
{
    public static object Of(StoredKey key) => new
    {
        id = key.Id,
        name = key.Name,
        tenant = key.Tenant,
        feature = key.Feature,
        origin = key.Origin is { } origin ? OriginNames.Of(origin) : null,
        models = key.Models,
        deadline = key.Deadline is { } deadline ? Quantity.Show(deadline) : null,
        priority = CallPriorities.NameOf(key.Priority),
        limits = QuotaText.Write(key.Limits),
        created_at = Show.Iso(key.CreatedAt),
        created_by = key.CreatedBy,
        revoked_at = key.RevokedAt is { } revoked ? Show.Iso(revoked) : null,
    };

    /// <summary>With the key itself, which is known at this moment only.</summary>
    public static object OfNew(CreatedKey created) => new
    {
        id = created.Key.Id,
        key = created.Plaintext,
        name = created.Key.Name,
        tenant = created.Key.Tenant,
        feature = created.Key.Feature,
        origin = created.Key.Origin is { } origin ? OriginNames.Of(origin) : null,
        models = created.Key.Models,
        deadline = created.Key.Deadline is { } deadline ? Quantity.Show(deadline) : null,
        priority = CallPriorities.NameOf(created.Key.Priority),
        limits = QuotaText.Write(created.Key.Limits),
        created_at = Show.Iso(created.Key.CreatedAt),
        created_by = created.Key.CreatedBy,
    };
}
