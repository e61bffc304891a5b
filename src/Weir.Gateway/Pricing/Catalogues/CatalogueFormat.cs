namespace Weir.Gateway.Pricing.Catalogues;

/// <summary>The public catalogues whose files can be read.</summary>
internal enum CatalogueFormat
{
    /// <summary>models.dev's <c>api.json</c>: providers with models with a <c>cost</c>, in US dollars per million tokens.</summary>
    ModelsDev,

    /// <summary>LiteLLM's <c>model_prices_and_context_window.json</c>: US dollars per token.</summary>
    LiteLLM,

    /// <summary>OpenRouter's <c>/api/v1/models</c>: US dollars per token, as texts.</summary>
    OpenRouter,

    /// <summary>Portkey's <c>pricing/PROVIDER.json</c>: US cents per token.</summary>
    Portkey,
}
