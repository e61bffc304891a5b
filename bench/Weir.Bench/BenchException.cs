namespace Weir.Bench;

/// <summary>Something outside the tool is missing or broken; the message says what to do.</summary>
internal sealed class BenchException(string message) : Exception(message);
