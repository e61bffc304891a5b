namespace Weir.Dialects.Bedrock;

/// <summary>What a signature holds good for, beside its day.</summary>
/// <param name="Service">Such as <c>bedrock</c>.</param>
/// <param name="Region">Such as <c>eu-central-1</c>.</param>
public sealed record SigV4Scope(string Service, string Region);
