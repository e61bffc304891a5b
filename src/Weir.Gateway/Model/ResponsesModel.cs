namespace Weir.Gateway.Model;

/// <summary>How answers of the responses API are kept.</summary>
/// <param name="Retention">How long; zero keeps none.</param>
/// <param name="TenantBytes">How many bytes each tenant may hold.</param>
internal sealed record ResponsesModel(TimeSpan Retention, long TenantBytes);
