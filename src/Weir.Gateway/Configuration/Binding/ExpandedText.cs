namespace Weir.Gateway.Configuration.Binding;

/// <summary>A value after <c>${…}</c> and <c>file:</c> were followed.</summary>
/// <param name="Value">What it stands for.</param>
/// <param name="Source">
/// What may be shown instead when it is a secret: the expression with every literal part masked; null when all of it is literal.
/// </param>
internal sealed record ExpandedText(string Value, string? Source);
