using Weir.Testing.Contract;

namespace Weir.Gateway.Tests.Pricing.Catalogues;

/// <summary>A test that judges by public price catalogues as they were in August 2026; skipped, with the reason, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StoredCatalogueFactAttribute : FactAttribute
{
    public const string Folder = "prices/";

    public StoredCatalogueFactAttribute() => Skip = SharedData.WhyNot(Folder + "litellm.json");
}
