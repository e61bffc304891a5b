namespace Weir.Dialects.Answers;

/// <summary>An output item of a response as the client knows it.</summary>
/// <param name="Id">Its identifier, the inside of a JSON string.</param>
/// <param name="Index">Its <c>output_index</c>.</param>
/// <param name="IsMessage">Whether it is a message; else it is anything else.</param>
public sealed record KnownItem(ReadOnlyMemory<byte> Id, int Index, bool IsMessage);
