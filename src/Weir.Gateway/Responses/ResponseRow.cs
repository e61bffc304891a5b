using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>A stored response as a row. The members list the same fields in the same order.</summary>
internal static class ResponseRow
{
    public const string Columns = "id, tenant, created_at, expires_at, previous_id, deployment, input, body, models";

    /// <summary>
    /// Identifiers are made by providers, and there are some (Ollama) whose few numbers come up again: a new response takes an old
    /// one's place as a whole, never its question with the other's answer, and never another tenant's.
    /// </summary>
    public const string Upsert =
        $"INSERT INTO responses ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant, id) DO UPDATE SET "
        + "created_at = excluded.created_at, expires_at = excluded.expires_at, previous_id = excluded.previous_id, "
        + "deployment = excluded.deployment, input = excluded.input, body = excluded.body, models = excluded.models";

    private const string Update = "UPDATE responses SET body = $1 WHERE tenant = $2 AND id = $3 AND created_at = $4 RETURNING id";

    /// <summary>Notes an item of an answer. A replaced response's items went with it (a trigger of the schema).</summary>
    public const string InsertItem = "INSERT INTO response_items (tenant, id, response_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    public static void Bind(Statement row, StoredResponse response) =>
        row.Add(response.Id).Add(response.Tenant).Add(response.CreatedAt).Add(response.ExpiresAt).Add(response.PreviousId)
            .Add(response.Deployment).AddUtf8(response.Input.Span).AddUtf8(response.Body.Span)
            // One model a line: names hold no control characters.
            .Add(response.Models is { } models ? string.Join('\n', models) : null);

    /// <summary>Writes what a response has become, with its items; one that was forgotten meanwhile stays forgotten. To be called in a transaction.</summary>
    public static void Change(Session session, string tenant, string id, long createdAt, ReadOnlySpan<byte> body)
    {
        var items = ResponseItems.IdsOf(body);
        using var update = session.Prepare(Update);
        update.AddUtf8(body).Add(tenant).Add(id).Add(createdAt);
        if (!update.Read()) return;
        update.Reset();
        using var note = session.Prepare(InsertItem);
        foreach (var item in items) note.Add(tenant).Add(item).Add(id).Run();
    }

    /// <summary>The models in a row.</summary>
    public static IReadOnlyList<string>? ReadModels(Statement row) => row.NextText()?.Split('\n');

    // Initialisers run in the order in which they are written.
    public static StoredResponse Read(Statement row) => new()
    {
        Id = row.NextString(),
        Tenant = row.NextString(),
        CreatedAt = row.NextLong(),
        ExpiresAt = row.NextLong(),
        PreviousId = row.NextText(),
        Deployment = row.NextText(),
        Input = row.NextUtf8(),
        Body = row.NextUtf8(),
        Models = ReadModels(row),
    };
}
