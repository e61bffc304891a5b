namespace Weir.Lab.Simulator.Answers;

/// <summary>The beginning of a prompt that is cached under a key.</summary>
internal sealed record CachedPrefix(string Key, string Text, int Tokens);
