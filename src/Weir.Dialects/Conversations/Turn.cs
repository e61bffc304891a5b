namespace Weir.Dialects.Conversations;

/// <summary>One message of a conversation. Tool results are parts of a user's turn; writers split or merge turns as their dialect wants them.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Parts">What is said, in order.</param>
public sealed record Turn(TurnRole Role, IReadOnlyList<Part> Parts);
