namespace Weir.Dialects.Errors;

/// <summary>An error as a client is told it, in OpenAI's words; other dialects have fewer, and take theirs from the status.</summary>
/// <param name="Status">HTTP status, 400 to 599.</param>
/// <param name="Type">OpenAI's <c>error.type</c>.</param>
/// <param name="Code">OpenAI's <c>error.code</c>.</param>
/// <param name="Message">What happened and what to do about it.</param>
/// <param name="Param">The parameter at fault, or null.</param>
/// <param name="RequestId">The call's identifier.</param>
/// <param name="Sequence">The number of the event that tells it, for dialects that number their events.</param>
public readonly record struct ClientError(int Status, string Type, string? Code, string Message, string? Param, string RequestId, long Sequence = 0);
