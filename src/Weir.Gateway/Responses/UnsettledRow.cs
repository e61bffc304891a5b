using Weir.Gateway.Budgets;
using Weir.Gateway.Pricing;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>An unsettled response as a row. The members list the same fields in the same order.</summary>
internal static class UnsettledRow
{
    public const string Columns =
        "call_id, tenant, response_id, started_at, expires_at, deployment, request_bytes, "
        + "price_version, price_input, price_output, price_cached_input, price, next_ask_at, forgotten_at, reserved_cost, reserved_tokens";

    public static void Bind(Statement row, UnsettledResponse response) => row
        .Add(response.CallId).Add(response.Tenant).Add(response.ResponseId).Add(response.StartedAt).Add(response.ExpiresAt)
        .Add(response.Deployment).Add(response.RequestBytes)
        .Add(response.Price?.Version).Add((decimal?)null).Add((decimal?)null).Add((decimal?)null).Add(response.Price is { } price ? PriceText.Write(price) : null)
        .Add(response.NextAskAt).Add(response.ForgottenAt).Add(response.Reserved?.Money).Add(response.Reserved?.Tokens);

    // Initialisers run in the order in which they are written.
    public static UnsettledResponse Read(Statement row) => new()
    {
        CallId = row.NextString(),
        Tenant = row.NextString(),
        ResponseId = row.NextString(),
        StartedAt = row.NextLong(),
        ExpiresAt = row.NextLong(),
        Deployment = row.NextString(),
        RequestBytes = row.NextLong(),
        Price = ReadPrice(row),
        NextAskAt = row.NextLong(),
        ForgottenAt = row.NextLongOrNull(),
        Reserved = ReadReserved(row),
    };

    private static Amount? ReadReserved(Statement row) =>
        (row.NextDecimal(), row.NextLongOrNull()) is ({ } money, { } tokens) ? new Amount(money, tokens) : null;

    private static PriceModel? ReadPrice(Statement row)
    {
        var (version, input, output, cached, price) = (row.NextText(), row.NextDecimal(), row.NextDecimal(), row.NextDecimal(), row.NextText());
        if (price is not null) return PriceText.Read(price);
        // As rows were written before prices had more than three parts.
        return version is not null && input is { } perInput && output is { } perOutput ? new PriceModel(version, new TierRates(PriceRates.OfText(perInput, perOutput, cached))) : null;
    }
}
