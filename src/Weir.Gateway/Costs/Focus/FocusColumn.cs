namespace Weir.Gateway.Costs.Focus;

/// <summary>A column of a FOCUS dataset.</summary>
/// <param name="Name">Its column id.</param>
/// <param name="Value">What a charge has there; an empty text is null.</param>
internal sealed record FocusColumn(string Name, Func<FocusCharge, string> Value);
