namespace Weir.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Head">What stands above it.</param>
/// <param name="IsRight">Numbers stand at the right.</param>
internal sealed record Column(string Head, bool IsRight = false);
