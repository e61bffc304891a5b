namespace Weir.Gateway.Model;

/// <summary>How answers of the responses API are kept.</summary>
/// <param name="Retention">How long; zero keeps none.</param>
internal sealed record ResponsesModel(TimeSpan Retention);
