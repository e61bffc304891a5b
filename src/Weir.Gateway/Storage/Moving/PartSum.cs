namespace Weir.Gateway.Storage.Moving;

/// <summary>What a part of a table comes to.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Checksum">SHA-256 over all of them, hexadecimal.</param>
internal readonly record struct PartSum(long Rows, string Checksum);
