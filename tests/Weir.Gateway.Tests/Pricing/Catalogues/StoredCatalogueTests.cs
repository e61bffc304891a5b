using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Gateway.Pricing;
using Weir.Gateway.Pricing.Catalogues;
using static Weir.Gateway.Tests.Pricing.Catalogues.StoredCatalogue;

namespace Weir.Gateway.Tests.Pricing.Catalogues;

/// <summary>Whole catalogues: every price comes out as its publisher means it, whatever the unit.</summary>
public sealed class StoredCatalogueTests
{
    private static readonly DateOnly Day = new(2026, 8, 21);

    [StoredCatalogueFact]
    public void ModelsDev_comes_whole() => ShouldCome("models_dev", 1031, models => ModelsDevReader.Read(ModelsDev(models)));

    [StoredCatalogueFact]
    public void LiteLLM_comes_whole() => ShouldCome("litellm", 2566, models => LiteLLMReader.Read(LiteLLM(models)));

    [StoredCatalogueFact]
    public void OpenRouter_comes_whole() => ShouldCome("openrouter", 336, models => OpenRouterReader.Read(OpenRouter(models)));

    [StoredCatalogueFact]
    public void Portkey_comes_whole()
    {
        var all = Models("portkey");
        all.Count.ShouldBe(2841);
        foreach (var provider in all.GroupBy(model => Text(model, "provider"))) ShouldCome([.. provider], models => PortkeyReader.Read(Portkey(models), provider.Key));
    }

    [StoredCatalogueFact]
    public void Lengths_and_tiers_come_too()
    {
        var rows = Catalogue.Read(LiteLLM(Models("litellm")), CatalogueFormat.LiteLLM, null, Day).Rows;
        var modelsDev = Catalogue.Read(ModelsDev(Models("models_dev")), CatalogueFormat.ModelsDev, null, Day).Rows;

        rows.Single(row => row.Key.ToString() == "openai/gpt-5.6 flex above 272k").Rates[PriceKind.CacheWrite].ShouldBe(6.25m);
        rows.Single(row => row.Key.ToString() == "google/gemini-3.1-pro-preview priority above 200k").Rates[PriceKind.Output].ShouldBe(32.4m);
        modelsDev.Select(row => row.Key).Count(key => key.Above > 0).ShouldBe(42);
        modelsDev.Single(row => row.Key.ToString() == "minimax/MiniMax-M3 above 512k").Rates[PriceKind.Input].ShouldBe(0.6m);
    }

    /// <summary>Known disagreements: an import shows them, and the book keeps no price that is contradicted.</summary>
    [StoredCatalogueFact]
    public void Where_catalogues_disagree_they_still_do()
    {
        var (litellm, modelsDev) = (Book(CatalogueFormat.LiteLLM, LiteLLM(Models("litellm"))), Book(CatalogueFormat.ModelsDev, ModelsDev(Models("models_dev"))));
        var openRouter = Book(CatalogueFormat.OpenRouter, OpenRouter(Models("openrouter")));

        Rate(litellm, "openai/gpt-5.6-luna", PriceKind.Input).ShouldBe(0.2m);
        Rate(openRouter, "openrouter/openai/gpt-5.6-luna", PriceKind.Input).ShouldBe(0.1m);
        Rate(litellm, "deepseek/deepseek-chat", PriceKind.Input).ShouldBe(0.28m);
        Rate(modelsDev, "deepseek/deepseek-chat", PriceKind.Input).ShouldBe(0.14m);
        Rate(modelsDev, "bedrock/au.anthropic.claude-opus-4-6-v1", PriceKind.Input).ShouldBe(16.5m);
        Rate(litellm, "bedrock/au.anthropic.claude-opus-4-6-v1", PriceKind.Input).ShouldBe(5.5m);
        Rate(litellm, "xai/grok-4.5", PriceKind.CachedInput).ShouldBe(0.5m);
        Rate(PriceBook.Default, "xai/grok-4.5", PriceKind.CachedInput).ShouldBeNull();
    }

    /// <summary>Each of the shipped prices is one that a catalogue states.</summary>
    [StoredCatalogueFact]
    public void The_shipped_book_says_what_its_sources_say()
    {
        var stated = new[] { "models_dev", "litellm", "portkey" }.SelectMany(Models)
            .Select(model => (Number(model, "input"), Number(model, "output"))).ToHashSet();

        PriceBook.Default.Entries.Select(entry => entry.Price.Standard.Rates).Where(rates => rates[PriceKind.Input] is not null)
            .ShouldAllBe(rates => stated.Contains(ValueTuple.Create(rates[PriceKind.Input], rates[PriceKind.Output])));
    }

    private static void ShouldCome(string name, int count, Func<IReadOnlyList<JsonObject>, IEnumerable<CatalogueModel>> read)
    {
        var models = Models(name);
        models.Count.ShouldBe(count);
        // Publishers group by provider; the order within is kept.
        ShouldCome([.. models.GroupBy(model => name == "models_dev" ? Text(model, "provider") : "").SelectMany(group => group)], read);
    }

    private static void ShouldCome(IReadOnlyList<JsonObject> models, Func<IReadOnlyList<JsonObject>, IEnumerable<CatalogueModel>> read)
    {
        var come = read(models).Select(model => model.Rows("x", Day).FirstOrDefault()).ToList();

        come.Count.ShouldBe(models.Count);
        for (var i = 0; i < come.Count; i++)
        {
            var (rates, name) = (come[i]?.Rates, Text(models[i], "model"));
            rates?[PriceKind.Input].ShouldBe(Stated(models[i], "input"), name);
            rates?[PriceKind.Output].ShouldBe(Stated(models[i], "output"), name);
            rates?[PriceKind.CachedInput].ShouldBe(Stated(models[i], "cache_read") is > 0 and var cached ? cached : null, name);
            (rates is null).ShouldBe(Stated(models[i], "input") is null && Stated(models[i], "output") is null && Stated(models[i], "cache_read") is not > 0, name);
        }
    }

    /// <summary>As precise as an import keeps it; what varies is no price.</summary>
    private static decimal? Stated(JsonObject model, string member) => Number(model, member) is >= 0 and var rate ? decimal.Round(rate, 10) : null;

    private static PriceBook Book(CatalogueFormat format, JsonElement root) => PriceBook.Empty.With(Catalogue.Read(root, format, null, Day).Rows, PriceOrigin.File);

    private static decimal? Rate(PriceBook book, string name, PriceKind kind) => book.Entry(name).ShouldNotBeNull().Price.Standard.Rates[kind];
}
