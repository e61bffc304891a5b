namespace Weir.Gateway.Configuration;

/// <summary>One value of the effective configuration.</summary>
/// <param name="Section">Key at the top of the file.</param>
/// <param name="Entry">Key below it: a name such as a provider's, or a setting's.</param>
/// <param name="Path">Unambiguous name of the value within the entry.</param>
/// <param name="Text">The value in one fixed spelling; for a secret whatever the caller chose to stand for it.</param>
/// <param name="NeedsRestart">A change takes effect at the next start only.</param>
internal sealed record FlatSetting(string Section, string Entry, string Path, string Text, bool NeedsRestart);
