using System.Text.Json;
using Weir.Gateway.Pricing;
using Weir.Gateway.Pricing.Catalogues;

namespace Weir.Gateway.Tests.Pricing.Catalogues;

public sealed class CatalogueReaderTests
{
    private const string ModelsDev = """
        {"openai":{"id":"openai","models":{
          "big":{"cost":{"input":5,"output":30,"cache_read":0.5,"cache_write":0,"reasoning":60,"input_audio":40,"tiers":[{"input":10,"output":45,"cache_read":1,"tier":{"type":"context","size":272000}}]}},
          "old":{"cost":{"input":1.25,"output":10,"context_over_200k":{"input":2.5,"output":15}}},
          "free":{"id":"free"},"big-latest":{"cost":{"input":5,"output":30}}}},
         "amazon-bedrock":{"models":{"nova":{"cost":{"input":0.8,"output":3.2}}}}}
        """;

    private const string LiteLLM = """
        {"sample_spec":{"litellm_provider":"one of","input_cost_per_token":0},
         "gpt-5.6":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":5e-06,"output_cost_per_token":3e-05,"cache_read_input_token_cost":5e-07,
           "cache_creation_input_token_cost":6.25e-06,"input_cost_per_token_above_272k_tokens":1e-05,"output_cost_per_token_above_272k_tokens":4.5e-05,
           "input_cost_per_token_flex":2.5e-06,"output_cost_per_token_flex":1.5e-05,"input_cost_per_token_above_272k_tokens_flex":5e-06,"output_cost_per_token_above_272k_tokens_flex":2.25e-05,
           "input_cost_per_token_batches":2.5e-06,"output_cost_per_token_batches":1.5e-05,"input_cost_per_token_priority":1e-05},
         "claude":{"litellm_provider":"anthropic","input_cost_per_token":3.0000000000000004e-06,"output_cost_per_token":1.5e-05,"cache_creation_input_token_cost_above_1hr":6e-06},
         "xai/grok":{"litellm_provider":"xai","input_cost_per_token":2e-06,"output_cost_per_token":6e-06},
         "gemini/pro":{"litellm_provider":"gemini","input_cost_per_token":1.25e-06,"output_cost_per_token":1e-05},
         "whisper-1":{"litellm_provider":"openai","mode":"audio_transcription","input_cost_per_second":0.0001},
         "old":{"litellm_provider":"openai"}}
        """;

    private const string OpenRouter = """
        {"data":[{"id":"openai/gpt-5.6","pricing":{"prompt":"0.000005","completion":"0.00003","request":"0","image":"0","web_search":"0.01","internal_reasoning":"0","input_cache_read":"0.0000005",
            "overrides":[{"min_prompt_tokens":272001,"prompt":"0.00001","completion":"0.000045"}]}},
          {"id":"openrouter/auto","pricing":{"prompt":"-1","completion":"-1"}}]}
        """;

    private const string Portkey = """
        {"default":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0},"response_token":{"price":0}},"currency":"USD"}},
         "claude-opus-4-8":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0005},"response_token":{"price":0.0025},"cache_read_input_token":{"price":0.00005},
            "cache_write_input_token":{"price":0.000625},"additional_units":{"cache_write_1h":{"price":0.001},"web_search":{"price":1}}},
            "batch_config":{"request_token":{"price":0.00025},"response_token":{"price":0.00125}},"currency":"USD"}},
         "yuan":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":1},"response_token":{"price":1}},"currency":"CNY"}}}
        """;

    private static readonly DateOnly Day = new(2026, 11, 21);

    [Theory]
    [InlineData(ModelsDev, 1)]
    [InlineData(LiteLLM, 2)]
    [InlineData(OpenRouter, 3)]
    [InlineData(Portkey, 4)]
    [InlineData("""{"openai":{"name":"no models"}}""", 0)]
    [InlineData("[]", 0)]
    public void A_catalogue_is_known_by_its_shape(string json, int number) =>
        CatalogueFormats.Recognise(JsonDocument.Parse(json).RootElement).ShouldBe(number == 0 ? null : (CatalogueFormat)(number - 1));

    [Fact]
    public void ModelsDev_states_dollars_per_million() => Read(ModelsDev, 2).ShouldBe(
    [
        "openai/big: { input: 5, cached_input: 0.5, audio_input: 40, output: 30, reasoning: 60, as_of: 2026-11-21, source: models.dev }",
        "openai/big above 272k: { input: 10, cached_input: 1, output: 45 }",
        "openai/old: { input: 1.25, output: 10, as_of: 2026-11-21, source: models.dev }",
        "openai/old above 200k: { input: 2.5, output: 15 }",
        "bedrock/nova: { input: 0.8, output: 3.2, as_of: 2026-11-21, source: models.dev }",
    ]);

    /// <summary>Of priority only the input is stated, which is no price; and a binary fraction is not 3.0000000000000004 dollars.</summary>
    [Fact]
    public void LiteLLM_states_dollars_per_token() => Read(LiteLLM, 1).ShouldBe(
    [
        "openai/gpt-5.6: { input: 5, cached_input: 0.5, cache_write: 6.25, output: 30, as_of: 2026-11-21, source: litellm }",
        "openai/gpt-5.6 above 272k: { input: 10, output: 45 }",
        "openai/gpt-5.6 batch: { input: 2.5, output: 15 }",
        "openai/gpt-5.6 flex: { input: 2.5, output: 15 }",
        "openai/gpt-5.6 flex above 272k: { input: 5, output: 22.5 }",
        "anthropic/claude: { input: 3, cache_write_hour: 6, output: 15, as_of: 2026-11-21, source: litellm }",
        "xai/grok: { input: 2, output: 6, as_of: 2026-11-21, source: litellm }",
        "google/pro: { input: 1.25, output: 10, as_of: 2026-11-21, source: litellm }",
        "openai/whisper-1: { audio_second: 0.0001, as_of: 2026-11-21, source: litellm }",
    ]);

    [Fact]
    public void OpenRouter_states_dollars_per_token_as_texts_and_what_varies_is_no_price() => Read(OpenRouter, 1).ShouldBe(
    [
        "openrouter/openai/gpt-5.6: { input: 5, cached_input: 0.5, output: 30, web_search: 0.01, as_of: 2026-11-21, source: openrouter }",
        "openrouter/openai/gpt-5.6 above 272k: { input: 10, output: 45 }",
    ]);

    [Fact]
    public void Portkey_states_cents_per_token() => Read(Portkey, 1, "anthropic").ShouldBe(
    [
        "anthropic/claude-opus-4-8: { input: 5, cached_input: 0.5, cache_write: 6.25, cache_write_hour: 10, output: 25, web_search: 0.01, as_of: 2026-11-21, source: portkey }",
        "anthropic/claude-opus-4-8 batch: { input: 2.5, output: 12.5 }",
    ]);

    private static string[] Read(string json, int skipped, string? provider = null)
    {
        using var document = JsonDocument.Parse(json);
        var catalogue = Catalogue.Read(document.RootElement, CatalogueFormats.Recognise(document.RootElement)!.Value, provider, Day);
        catalogue.Skipped.ShouldBe(skipped);
        // What is read can be written into a book, and read from there.
        PriceBook.Empty.With(catalogue.Rows, PriceOrigin.File).Entries.Count().ShouldBe(catalogue.Rows.Select(row => row.Key.Name).Distinct().Count());
        return [.. catalogue.Rows.Select(row => row.ToString())];
    }
}
