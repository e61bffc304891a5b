namespace Weir.Gateway.Pricing;

/// <summary>One line of the price book.</summary>
/// <param name="Name">Provider and model: <c>openai/gpt-5-mini</c>.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Source">Who states it.</param>
/// <param name="AsOf">When it was stated.</param>
/// <param name="Until">Last day of a price announced as temporary, or null.</param>
internal sealed record PriceBookEntry(string Name, PriceModel Price, string Source, DateOnly AsOf, DateOnly? Until);
