using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>A stored response as a row. The members list the same fields in the same order.</summary>
internal static class ResponseRow
{
    public const string Columns = "id, tenant, created_at, expires_at, previous_id, deployment, input, body";

    /// <summary>A response that is asked for again while it is in progress is written once more when it is whole.</summary>
    public const string Upsert =
        $"INSERT INTO responses ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET body = excluded.body WHERE tenant = excluded.tenant";

    public static void Bind(SqliteStatement row, StoredResponse response) =>
        row.Add(response.Id).Add(response.Tenant).Add(response.CreatedAt).Add(response.ExpiresAt).Add(response.PreviousId)
            .Add(response.Deployment).AddUtf8(response.Input.Span).AddUtf8(response.Body.Span);

    // Initialisers run in the order in which they are written.
    public static StoredResponse Read(SqliteStatement row) => new()
    {
        Id = row.NextString(),
        Tenant = row.NextString(),
        CreatedAt = row.NextLong(),
        ExpiresAt = row.NextLong(),
        PreviousId = row.NextText(),
        Deployment = row.NextText(),
        Input = row.NextUtf8(),
        Body = row.NextUtf8(),
    };
}
