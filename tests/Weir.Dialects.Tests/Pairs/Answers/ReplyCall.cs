namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>A call of a tool.</summary>
/// <param name="Id">Its identifier; <c>*</c> where a dialect has none.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The text of a JSON object.</param>
internal sealed record ReplyCall(string Id, string Name, string Arguments);
