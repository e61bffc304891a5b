namespace Weir.Gateway.Pricing;

/// <summary>What a price book knows of one model.</summary>
/// <param name="Name">Provider and model: <c>openai/gpt-5-mini</c>.</param>
/// <param name="Price">What it costs; later prices follow by <see cref="PriceModel.Next"/>.</param>
/// <param name="Origin">Whose word it is.</param>
/// <param name="Rows">The lines that it is made of.</param>
internal sealed record PriceBookEntry(string Name, PriceModel Price, PriceOrigin Origin, IReadOnlyList<PriceRow> Rows)
{
    /// <summary>Who states it; empty where nobody is named.</summary>
    public string Source => Rows[0].Source ?? "";

    /// <summary>When it was stated, or null.</summary>
    public DateOnly? AsOf => Rows.Max(row => row.AsOf);

    /// <summary>Last day of a price announced as temporary, or null; the day before the next one where that is known.</summary>
    public DateOnly? Until => Price.Next is null ? Rows[0].Until : null;
}
